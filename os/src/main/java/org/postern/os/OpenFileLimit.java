package org.postern.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How many files and sockets this process may have open at once (`RLIMIT_NOFILE`). The virtual machine raises the soft
/// limit to the hard one when it starts; who may raise the hard one does so before (`LimitNOFILE=` of systemd,
/// `ulimit -n`).
public final class OpenFileLimit {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";

    private OpenFileLimit() {}

    /// The limit that holds now; [Long#MAX_VALUE] when there is none or the kernel does not say.
    public static long current() {
        try {
            return of(Files.readAllLines(LIMITS, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }

    /// @param lines of `/proc/PID/limits`: name, soft limit, hard limit, unit
    static long of(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(LINE)) {
                String soft = line.substring(LINE.length()).strip().split("\\s+", 2)[0];
                try {
                    return Long.parseLong(soft);
                } catch (NumberFormatException _) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return Long.MAX_VALUE;
    }
}
