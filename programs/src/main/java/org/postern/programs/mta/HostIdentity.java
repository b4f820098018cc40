package org.postern.programs.mta;

import java.io.IOException;
import java.net.InetAddress;
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
/// @param addresses of all interfaces
public record HostIdentity(String fullName, String nodeName, List<String> addresses) {
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path HOSTS = Path.of("/etc/hosts");

    /// The version that `$v` and the greeting show.
    public static final String VERSION = "8.17.1";

    public HostIdentity {
        addresses = List.copyOf(addresses);
    }

    /// This host now.
    public static HostIdentity find() {
        String node = readNode();
        String full = node.indexOf('.') > 0 ? node : qualified(node).orElse(node);
        return new HostIdentity(full, node, interfaceAddresses());
    }

    /// As the configuration needs it.
    public StartingPoint startingPoint() {
        return StartingPoint.of(fullName, nodeName, addresses, VERSION);
    }

    private static String readNode() {
        try {
            String name =
                    Files.readString(KERNEL_NAME, StandardCharsets.ISO_8859_1).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException unreadable) {
            return "localhost";
        }
    }

    /// The first full name on a line of the hosts file that names this node.
    private static Optional<String> qualified(String node) {
        try {
            for (String line : Files.readAllLines(HOSTS, StandardCharsets.ISO_8859_1)) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
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
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static List<String> interfaceAddresses() {
        List<String> found = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                network.inetAddresses().map(InetAddress::getHostAddress).forEach(address -> {
                    int zone = address.indexOf('%');
                    found.add(zone < 0 ? address : address.substring(0, zone));
                });
            }
        } catch (SocketException none) {
            return List.of("127.0.0.1");
        }
        return found;
    }
}
