package org.postern.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads files and remembers which and how they were, without their content.
final class SeenFiles implements TlsFileSource {
    /// One file.
    private record Name(String path, Use use) {}

    /// More than a host has.
    private static final int MAX_FILES = 256;

    private final TlsFileSource files;
    private final Map<Name, String> seen = new ConcurrentHashMap<>();

    SeenFiles(TlsFileSource files) {
        this.files = files;
    }

    @Override
    public TlsFile read(String path, Use use) {
        TlsFile file = files.read(path, use);
        if (use != Use.OF_DIRECTORY && seen.size() < MAX_FILES) {
            seen.put(new Name(path, use), state(file));
        }
        return file;
    }

    /// True when one of the files is not as it was.
    boolean haveChanged(TlsFileSource now) {
        return seen.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(state(now.read(entry.getKey().path, entry.getKey().use))));
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
