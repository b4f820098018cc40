package org.postern.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.postern.maps.ConstantFileBuilder;
import org.postern.maps.MapFile;
import org.postern.maps.MapFiles;

/// How long a large map file takes to build and to look into, and how much heap that needs.
///
/// Arguments: the number of keys (10 million), the number of look-ups (1 million), the folder (that of temporary
/// files). Keys are like addresses, values like replies; the order of look-ups is random.
public final class MapFileFigures {
    private static final int KEYS = 10_000_000;
    private static final int LOOK_UPS = 1_000_000;
    private static final long MEBIBYTE = 1024L * 1024L;

    private MapFileFigures() {}

    /// Measures and prints.
    public static void main(String[] arguments) throws IOException {
        int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : KEYS;
        int lookUps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : LOOK_UPS;
        Path folder = arguments.length > 2 ? Path.of(arguments[2]) : Path.of(System.getProperty("java.io.tmpdir"));
        Path file = Files.createTempDirectory(folder, "postern-map").resolve("large.db");
        try {
            build(file, keys);
            try (MapFile map = MapFiles.open(file)) {
                find(map, keys, lookUps, "warm-up");
                find(map, keys, lookUps, "measured");
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        }
    }

    private static void build(Path file, int keys) throws IOException {
        long before = System.nanoTime();
        long busyBefore = processorTime();
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, false)) {
            for (int i = 0; i < keys; i++) {
                boolean _ = builder.put(key(i), value(i), ConstantFileBuilder.Duplicates.REFUSE);
            }
            builder.commit();
        }
        System.out.printf(
                Locale.ROOT,
                "build of %d keys: %.1f s, of the processor %.1f s, file %d MiB, heap %d MiB%n",
                keys,
                seconds(before),
                (processorTime() - busyBefore) / 1e9,
                Files.size(file) / MEBIBYTE,
                heap());
    }

    private static void find(MapFile map, int keys, int lookUps, String what) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        long before = System.nanoTime();
        long busyBefore = processorTime();
        long found = 0;
        for (int i = 0; i < lookUps; i++) {
            // every other key is not there
            int number = random.nextInt(keys);
            found += map.find(i % 2 == 0 ? key(number) : key(keys + number)).isPresent() ? 1 : 0;
        }
        double micros = seconds(before) * 1e6 / lookUps;
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f us, of the processor %.2f us, for each of %d look-ups (%d found), heap %d MiB%n",
                what,
                micros,
                (processorTime() - busyBefore) / 1e3 / lookUps,
                lookUps,
                found,
                heap());
    }

    private static byte[] key(int number) {
        return ("user" + number + "@host" + number % 1000 + ".example.net").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] value(int number) {
        return ("550 5.7.1 refused " + number).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /// Of this thread, in nanoseconds.
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE;
    }
}
