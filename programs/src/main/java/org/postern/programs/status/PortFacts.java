package org.postern.programs.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;
import org.postern.os.ListeningPorts;

/// One place where the configuration wants mail to be taken.
///
/// @param name of DaemonPortOptions
/// @param place address and port, or the path of a local socket
/// @param open true when somebody listens there
/// @param taken who listens there in the place of the server, in words; empty when it is the server, or nobody
record PortFacts(String name, String place, boolean open, Optional<String> taken) {
    private static final String ANY = "*";

    /// The ports of a configuration.
    ///
    /// @param runs false when the server certainly does not run, so that whoever has its ports is somebody else
    static List<PortFacts> of(Configuration configuration, boolean runs) {
        ListeningPorts listening = ListeningPorts.now();
        List<PortFacts> ports = new ArrayList<>();
        for (PortOptions port : configuration.options().daemons()) {
            String name = port.name().isEmpty() ? "Daemon" : port.name();
            if (port.family() == PortOptions.Family.UNIX) {
                String path = port.address().isEmpty() ? port.port() : port.address();
                ports.add(new PortFacts(name, path, sockets().contains(path), Optional.empty()));
            } else {
                int number = number(port.port());
                String address = port.address().isEmpty() ? ANY : port.address();
                boolean open = listening.open(number);
                ports.add(new PortFacts(
                        name,
                        address + ":" + number,
                        open,
                        open && !runs ? Optional.of(TakenPort.words(listening, number)) : Optional.empty()));
            }
        }
        return ports;
    }

    /// `open`, `closed`, or who has it.
    String state() {
        return taken.map(who -> "taken by " + who).orElse(open ? "open" : "closed");
    }

    /// The number of a port; the names that mail servers use.
    static int number(String port) {
        return switch (port) {
            case "", "smtp" -> 25;
            case "submission" -> 587;
            case "smtps", "submissions" -> 465;
            default -> port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
        };
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
