package org.postern.receive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.postern.base.Ascii;

/// Port numbers by the names of services, as `Port=` of DaemonPortOptions may give them. The names of mail are built
/// in; others come from a file in the format of `/etc/services`. No name service is asked.
public final class ServicePorts {
    private static final int MAX_PORT = 65_535;
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final Map<String, Integer> MAIL =
            Map.of("smtp", 25, "mail", 25, "submission", 587, "msa", 587, "submissions", 465, "smtps", 465, "lmtp", 24);

    private final Map<String, Integer> tcp;

    private ServicePorts(Map<String, Integer> tcp) {
        this.tcp = Map.copyOf(tcp);
    }

    /// The built-in names alone.
    public static ServicePorts builtIn() {
        return new ServicePorts(MAIL);
    }

    /// The built-in names, and those of a file that is read if it is there; a file that cannot be read adds none.
    public static ServicePorts withFile(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
                return builtIn();
            }
            return of(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return builtIn();
        }
    }

    static ServicePorts of(List<String> lines) {
        Map<String, Integer> found = new HashMap<>();
        for (String line : lines) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
            if (words.length < 2 || !words[1].endsWith("/tcp")) {
                continue;
            }
            OptionalInt port = number(words[1].substring(0, words[1].length() - "/tcp".length()));
            if (port.isEmpty()) {
                continue;
            }
            found.putIfAbsent(Ascii.lower(words[0]), port.getAsInt());
            for (int i = 2; i < words.length; i++) {
                found.putIfAbsent(Ascii.lower(words[i]), port.getAsInt());
            }
        }
        found.putAll(MAIL);
        return new ServicePorts(found);
    }

    /// The port of a number or name.
    ///
    /// @return empty when the name is unknown or the number out of range; 0 lets the kernel choose
    public OptionalInt port(String text) {
        if (!text.isEmpty() && Ascii.isDigit(text.charAt(0))) {
            return number(text);
        }
        Integer port = tcp.get(Ascii.lower(text));
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static OptionalInt number(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isDigit(text.charAt(i))) {
                return OptionalInt.empty();
            }
        }
        int port = Integer.parseInt(text);
        return port <= MAX_PORT ? OptionalInt.of(port) : OptionalInt.empty();
    }
}
