package org.postern.programs.mta;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.StartingPoint;

/// What this host is called, found without asking any name service: the kernel's host name, made full by the hosts file
/// (sendmail op guide §5.1.1, macros `$j`, `$w`, `$m`, `$k`).
///
/// @param fullName with its domain where the hosts file or the kernel knows it
/// @param nodeName as the kernel says
/// @param interfaces of this host, with the names that the hosts file has for their addresses
/// @param otherNames what else the hosts file calls this host: they belong to class `w` too
/// @param ownAddresses those that the hosts file gives for the full name: they belong to class `w` whatever
///     DontProbeInterfaces says
public record HostIdentity(
        String fullName,
        String nodeName,
        List<StartingPoint.ProbedInterface> interfaces,
        List<String> otherNames,
        List<String> ownAddresses) {
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path ROOT = Path.of("/");
    private static final String HOSTS = "etc/hosts";
    private static final String HOST_NAME = "etc/hostname";

    /// The version that `$v` and the greeting show.
    public static final String VERSION = "8.17.1";

    public HostIdentity {
        interfaces = List.copyOf(interfaces);
        otherNames = List.copyOf(otherNames);
        ownAddresses = List.copyOf(ownAddresses);
    }

    /// This host now.
    public static HostIdentity find() {
        return find(readNode(KERNEL_NAME).orElse("localhost"), ROOT);
    }

    /// The host whose files lie below a folder, by its `etc/hostname` and `etc/hosts`; with the name of this host where
    /// there is none.
    ///
    /// @param root `/` for this host
    public static HostIdentity below(Path root) {
        return root.equals(ROOT)
                ? find()
                : find(
                        readNode(root.resolve(HOST_NAME))
                                .or(() -> readNode(KERNEL_NAME))
                                .orElse("localhost"),
                        root);
    }

    private static HostIdentity find(String node, Path root) {
        List<String[]> hosts = hostLines(root);
        String full = node.indexOf('.') > 0 ? node : qualified(node, hosts).orElse(node);
        return new HostIdentity(full, node, probed(hosts), otherNames(full, hosts), ownAddresses(full, hosts));
    }

    /// As the configuration needs it.
    public StartingPoint startingPoint() {
        return StartingPoint.of(fullName, nodeName, ownAddresses, VERSION)
                .withNames(otherNames)
                .withInterfaces(interfaces);
    }

    private static List<String> otherNames(String fullName, List<String[]> hosts) {
        List<String> names = new ArrayList<>();
        for (String[] words : hosts) {
            List<String> called = List.of(words).subList(1, words.length);
            if (called.stream().anyMatch(name -> Ascii.sameIgnoringCase(name, fullName))) {
                names.addAll(called);
            }
        }
        return names;
    }

    private static List<String> ownAddresses(String fullName, List<String[]> hosts) {
        List<String> addresses = new ArrayList<>();
        for (String[] words : hosts) {
            for (int i = 1; i < words.length; i++) {
                if (Ascii.sameIgnoringCase(words[i], fullName) && !addresses.contains(words[0])) {
                    addresses.add(words[0]);
                }
            }
        }
        return addresses;
    }

    private static Optional<String> readNode(Path file) {
        try {
            String name = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// The first full name on a line of the hosts file that names this node.
    private static Optional<String> qualified(String node, List<String[]> hosts) {
        for (String[] words : hosts) {
            boolean names = false;
            for (int i = 1; i < words.length; i++) {
                names |= Ascii.sameIgnoringCase(words[i], node);
            }
            for (int i = 1; names && i < words.length; i++) {
                if (words[i].indexOf('.') > 0 && !words[i].startsWith("localhost")) {
                    return Optional.of(words[i]);
                }
            }
        }
        return Optional.empty();
    }

    private static List<StartingPoint.ProbedInterface> probed(List<String[]> hosts) {
        List<StartingPoint.ProbedInterface> found = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                network.inetAddresses().forEach(address -> {
                    String text = address.getHostAddress();
                    int zone = text.indexOf('%');
                    String literal = zone < 0 ? text : text.substring(0, zone);
                    found.add(new StartingPoint.ProbedInterface(named(literal, hosts), address.isLoopbackAddress()));
                });
            }
        } catch (SocketException none) {
            return List.of(new StartingPoint.ProbedInterface(List.of("[127.0.0.1]"), true));
        }
        return found;
    }

    private static List<String> named(String literal, List<String[]> hosts) {
        List<String> names = new ArrayList<>();
        names.add("[" + literal + "]");
        for (String[] words : hosts) {
            if (words[0].equals(literal)) {
                names.addAll(List.of(words).subList(1, words.length));
            }
        }
        return names;
    }

    private static List<String[]> hostLines(Path root) {
        try {
            List<String[]> lines = new ArrayList<>();
            for (String line : Files.readAllLines(root.resolve(HOSTS), StandardCharsets.ISO_8859_1)) {
                lines.add(line.replaceFirst("#.*", "").strip().split("\\s+", -1));
            }
            return lines;
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
