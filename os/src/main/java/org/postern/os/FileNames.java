package org.postern.os;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/// Names of files as bytes, one `char` each, whatever the locale of the process says.
///
/// Java shows and takes names in the encoding of the locale, and in that of C only ASCII. A [Path] that came from the
/// system keeps the bytes; `file:` addresses give and take them as they are.
public final class FileNames {
    private static final int LAST_ASCII = 0x7e;
    private static final int FIRST_ASCII = 0x21;
    private static final String ROOT = "/";

    private FileNames() {}

    /// The path of these bytes.
    ///
    /// @param name absolute, one char for each byte
    /// @throws java.nio.file.InvalidPathException when there can be no such file
    public static Path path(String name) {
        if (!name.startsWith(ROOT) || name.indexOf(0) >= 0 || name.chars().allMatch(c -> c < 0x80)) {
            return Path.of(name);
        }
        StringBuilder address = new StringBuilder("file://");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= FIRST_ASCII && c <= LAST_ASCII && isPlain(c);
            address.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", c & 0xff));
        }
        return Path.of(URI.create(address.toString()));
    }

    private static boolean isPlain(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letter || "/._-".indexOf(c) >= 0;
    }

    /// The bytes of the last name of a path, one char for each.
    public static String last(Path path) {
        Path name = path.getFileName();
        String shown = name == null ? "" : name.toString();
        if (shown.chars().allMatch(c -> c < 0x80) || name == null) {
            return shown;
        }
        // a link below nothing: the address of a folder that is there would end with a slash
        String address = Path.of("/\u0001").resolve(name).toUri().getRawPath();
        return decoded(address.substring(address.lastIndexOf('/') + 1));
    }

    /// The bytes of a path, one char for each.
    public static String text(Path path) {
        StringBuilder out = new StringBuilder();
        for (Path name : path) {
            out.append(out.isEmpty() && !path.isAbsolute() ? "" : ROOT).append(last(name));
        }
        return out.isEmpty() && path.isAbsolute() ? ROOT : out.toString();
    }

    private static String decoded(String address) {
        StringBuilder out = new StringBuilder(address.length());
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '%') {
                out.append((char) Integer.parseInt(address.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
