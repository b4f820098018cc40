package org.postern.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `/proc/PID/task/TID/status` says about one thread's rights (proc_pid_status(5)).
///
/// @param uids real, effective, saved and file-system user
/// @param gids the same of the group
/// @param effectiveCapabilities a bit for each capability
/// @param boundingCapabilities the capabilities that it could ever have
/// @param noNewPrivileges true when no program that it runs gains rights
/// @param seccompMode 0 none, 1 strict, 2 filter
public record ThreadStatus(
        long threadId,
        List<Integer> uids,
        List<Integer> gids,
        List<Integer> groups,
        long effectiveCapabilities,
        long boundingCapabilities,
        boolean noNewPrivileges,
        int seccompMode) {
    public ThreadStatus {
        uids = List.copyOf(uids);
        gids = List.copyOf(gids);
        groups = List.copyOf(groups);
    }

    /// True when one of its four users is root.
    public boolean hasRoot() {
        return uids.contains(0);
    }

    /// Reads the text of a status file; empty when a line that is needed is missing.
    public static Optional<ThreadStatus> parse(String text) {
        Map<String, String> lines = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        try {
            return Optional.of(new ThreadStatus(
                    Long.parseLong(value(lines, "Pid")),
                    numbers(value(lines, "Uid")),
                    numbers(value(lines, "Gid")),
                    numbers(value(lines, "Groups")),
                    Long.parseUnsignedLong(value(lines, "CapEff"), 16),
                    Long.parseUnsignedLong(value(lines, "CapBnd"), 16),
                    value(lines, "NoNewPrivs").equals("1"),
                    Integer.parseInt(value(lines, "Seccomp"))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String value(Map<String, String> lines, String name) {
        String value = lines.get(name);
        if (value == null) {
            throw new NumberFormatException(name);
        }
        return value;
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String word : text.split("\\s+", -1)) {
            if (!word.isEmpty()) {
                numbers.add(Integer.parseUnsignedInt(word));
            }
        }
        return numbers;
    }
}
