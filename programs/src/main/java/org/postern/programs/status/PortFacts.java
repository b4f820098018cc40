package org.postern.programs.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;

/// One place where the configuration wants mail to be taken.
///
/// @param name of DaemonPortOptions
/// @param place address and port, or the path of a local socket
/// @param open true when somebody listens there
record PortFacts(String name, String place, boolean open) {
    private static final String LISTENING = "0A";
    private static final String ANY = "*";

    /// The ports of a configuration.
    static List<PortFacts> of(Configuration configuration) {
        Set<Integer> open = listening();
        List<PortFacts> ports = new ArrayList<>();
        for (PortOptions port : configuration.options().daemons()) {
            String name = port.name().isEmpty() ? "Daemon" : port.name();
            if (port.family() == PortOptions.Family.UNIX) {
                String path = port.address().isEmpty() ? port.port() : port.address();
                ports.add(new PortFacts(name, path, sockets().contains(path)));
            } else {
                int number = number(port.port());
                String address = port.address().isEmpty() ? ANY : port.address();
                ports.add(new PortFacts(name, address + ":" + number, open.contains(number)));
            }
        }
        return ports;
    }

    /// The number of a port; the names that mail servers use.
    private static int number(String port) {
        return switch (port) {
            case "", "smtp" -> 25;
            case "submission" -> 587;
            case "smtps", "submissions" -> 465;
            default -> port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
        };
    }

    private static Set<Integer> listening() {
        Set<Integer> ports = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(table)) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 3 && fields[3].equals(LISTENING)) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private static Set<String> sockets() {
        Set<String> paths = new HashSet<>();
        for (String line : lines("/proc/net/unix")) {
            int slash = line.indexOf(" /");
            if (slash > 0) {
                paths.add(line.substring(slash + 1));
            }
        }
        return paths;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException none) {
            return List.of();
        }
    }
}
