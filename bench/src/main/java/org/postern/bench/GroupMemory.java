package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory of all processes of a control group, from /proc.
///
/// @param proportionalKib every page once, however many processes share it (Pss)
/// @param residentKib the resident memory of the processes added up (Rss)
/// @param processes how many processes
record GroupMemory(long proportionalKib, long residentKib, int processes) {
    /// Adds up. Processes that end meanwhile do not count.
    ///
    /// @param group folder of the control group
    static GroupMemory of(Path group) throws IOException {
        long proportional = 0;
        long resident = 0;
        int processes = 0;
        for (String process : Files.readAllLines(group.resolve("cgroup.procs"))) {
            Path file = Path.of("/proc", process, "smaps_rollup");
            try {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("Pss:")) {
                        proportional += number(line);
                        processes++;
                    } else if (line.startsWith("Rss:")) {
                        resident += number(line);
                    }
                }
            } catch (IOException ending) {
                // It has ended meanwhile; a zombie has a file that cannot be read (ESRCH).
            }
        }
        return new GroupMemory(proportional, resident, processes);
    }

    /// What the kernel could give to programs now, without swapping.
    static long availableKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                return number(line);
            }
        }
        return Long.MAX_VALUE;
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    /// Prints the figures of a group.
    ///
    /// @param arguments its folder
    public static void main(String[] arguments) throws IOException {
        GroupMemory memory = of(Path.of(arguments[0]));
        System.out.printf(
                "pss-KiB=%d rss-KiB=%d processes=%d%n", memory.proportionalKib, memory.residentKib, memory.processes);
    }
}
