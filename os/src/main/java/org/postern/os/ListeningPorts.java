package org.postern.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The TCP ports on which somebody listens, on any address (proc(5), `/proc/net/tcp`).
public final class ListeningPorts {
    private static final String LISTENING = "0A";
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final Map<Integer, Set<String>> inodes;

    /// A process that has a port.
    ///
    /// @param name as `ps` shows it, without control characters
    public record Owner(long pid, String name) {}

    private ListeningPorts(Map<Integer, Set<String>> inodes) {
        this.inodes = inodes;
    }

    /// The ports of this moment; none without `/proc`.
    public static ListeningPorts now() {
        Map<Integer, Set<String>> found = new HashMap<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && fields[STATE].equals(LISTENING)) {
                    int port = Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16);
                    found.computeIfAbsent(port, _ -> new HashSet<>()).add("socket:[" + fields[INODE] + "]");
                }
            }
        }
        return new ListeningPorts(found);
    }

    /// True when somebody listens.
    public boolean open(int port) {
        return inodes.containsKey(port);
    }

    /// Who listens there; empty when nobody does, and when this user may not know.
    public Optional<Owner> owner(int port) {
        Set<String> wanted = inodes.getOrDefault(port, Set.of());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (has(process, wanted)) {
                    String name =
                            String.join(" ", lines(process.resolve("comm"))).replaceAll("[^ -~]", "?");
                    return Optional.of(
                            new Owner(Long.parseLong(process.getFileName().toString()), name));
                }
            }
        } catch (IOException _) {
            // No /proc, no answer.
        }
        return Optional.empty();
    }

    private static boolean has(Path process, Set<String> wanted) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (wanted.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException _) {
            // It has ended, or belongs to somebody else.
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException none) {
            return List.of();
        }
    }
}
