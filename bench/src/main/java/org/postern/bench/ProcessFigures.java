package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Processor time and memory of processes, from /proc.
///
/// @param cpuSeconds user and system time of all of them
/// @param residentKib resident memory of all of them
record ProcessFigures(double cpuSeconds, long residentKib) {
    private static final double TICKS_PER_SECOND = 100.0;

    static ProcessFigures of(List<Long> processes) throws IOException {
        double seconds = 0;
        long resident = 0;
        for (long process : processes) {
            Path folder = Path.of("/proc", Long.toString(process));
            String stat = Files.readString(folder.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
            resident += resident(folder);
        }
        return new ProcessFigures(seconds, resident);
    }

    /// The processor time that a control group has counted.
    static ProcessFigures ofAccount(Path account) throws IOException {
        return new ProcessFigures(Long.parseLong(Files.readString(account).strip()) / 1e9, 0);
    }

    private static long resident(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
