package org.postern.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads files and remembers which and how they were, without their content.
final class SeenFiles implements TlsFileSource {
    /// One file as it was.
    record Seen(String path, Use use, String state) {}

    private final TlsFileSource files;
    private final List<Seen> seen = new ArrayList<>();

    SeenFiles(TlsFileSource files) {
        this.files = files;
    }

    @Override
    public TlsFile read(String path, Use use) {
        TlsFile file = files.read(path, use);
        if (use != Use.OF_DIRECTORY) {
            seen.add(new Seen(path, use, state(file)));
        }
        return file;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /// True when one of the files is not as it was.
    static boolean haveChanged(List<Seen> before, TlsFileSource files) {
        return before.stream().anyMatch(file -> !file.state.equals(state(files.read(file.path, file.use))));
    }

    private static String state(TlsFile file) {
        return switch (file) {
            case TlsFile.Unusable(String reason) -> reason;
            case TlsFile.Found(byte[] content) -> HexFormat.of().formatHex(hash(content));
        };
    }

    private static byte[] hash(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
