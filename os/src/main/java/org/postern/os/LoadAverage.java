package org.postern.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The load of the machine as sendmail's `QueueLA` and `RefuseLA` mean it: the average of the last minute.
public final class LoadAverage {
    private LoadAverage() {}

    /// The load average, rounded to the next whole number; 0 where the machine does not tell it.
    public static int lastMinute() {
        return read(Path.of("/proc/loadavg"));
    }

    static int read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            int blank = text.indexOf(' ');
            double load = Double.parseDouble(blank < 0 ? text : text.substring(0, blank));
            return (int) Math.clamp(load + 0.5, 0, 1_000_000);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
