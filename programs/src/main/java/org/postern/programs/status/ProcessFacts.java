package org.postern.programs.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the kernel says of one process (proc(5)).
///
/// @param uid its real user
/// @param capabilities the effective ones, as bits
/// @param noNewPrivileges true when no program that it starts can have more rights
/// @param filtered true when it has a filter for system calls (seccomp)
/// @param residentKib memory in use
/// @param started when; empty when that cannot be known
record ProcessFacts(
        long pid,
        String role,
        int uid,
        long capabilities,
        boolean noNewPrivileges,
        boolean filtered,
        long residentKib,
        Optional<Instant> started) {
    private static final long LOW_PORTS = 1L << 10;

    /// Looks at a process.
    ///
    /// @param role what it is for
    /// @return empty when it has gone
    static Optional<ProcessFacts> of(long pid, String role) {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
        } catch (IOException gone) {
            return Optional.empty();
        }
        return Optional.of(new ProcessFacts(
                pid,
                role,
                (int) number(fields, "Uid", 10),
                number(fields, "CapEff", 16),
                number(fields, "NoNewPrivs", 10) == 1,
                number(fields, "Seccomp", 10) == 2,
                number(fields, "VmRSS", 10),
                ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant())));
    }

    private static long number(Map<String, String> fields, String name, int radix) {
        String first = fields.getOrDefault(name, "").split("\\s+", 2)[0];
        try {
            return first.isEmpty() ? 0 : Long.parseUnsignedLong(first, radix);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// How well it is confined, in words.
    String confinement() {
        String rights = uid == 0
                ? "root"
                : capabilities == 0
                        ? "no rights of root"
                        : capabilities == LOW_PORTS
                                ? "may bind low ports"
                                : String.format(Locale.ROOT, "capabilities %x", capabilities);
        return rights + (noNewPrivileges ? ", never more" : "") + (filtered ? ", cannot run programs" : "");
    }
}
