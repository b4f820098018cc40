package org.postern.receive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.base.Clock;
import org.postern.os.FileSystemSpace;

/// The condition of this host, from the kernel: looked up again when the last look is some seconds old.
///
/// A figure that cannot be read counts as a good one: a host without `/proc` must not refuse mail.
public final class SystemCondition implements HostCondition {
    private static final long KEPT_NANOS = 5_000_000_000L;
    private static final long BLOCK = 1024;

    /// @param freeBlocks in the directory that has least of them
    private record Look(long nanos, int load, long freeBlocks) {}

    private final Path loadFile;
    private final List<Path> directories;
    private final long minFreeBlocks;
    private final Clock clock;
    private final AtomicReference<Look> last;

    /// @param loadFile `/proc/loadavg`
    /// @param directories where messages are stored; one that is full is enough to lack space
    /// @param minFreeBlocks option MinFreeBlocks, in blocks of 1024 bytes
    public SystemCondition(Path loadFile, List<Path> directories, long minFreeBlocks, Clock clock) {
        this.loadFile = loadFile;
        this.directories = List.copyOf(directories);
        this.minFreeBlocks = minFreeBlocks;
        this.clock = clock;
        this.last = new AtomicReference<>(look());
    }

    private Look look() {
        return new Look(clock.nanoTime(), readLoad(), readFree());
    }

    private Look recent() {
        Look known = last.get();
        if (clock.nanoTime() - known.nanos() < KEPT_NANOS) {
            return known;
        }
        Look fresh = look();
        last.set(fresh);
        return fresh;
    }

    private int readLoad() {
        try {
            String text = Files.readString(loadFile, StandardCharsets.ISO_8859_1);
            int blank = text.indexOf(' ');
            return (int) Math.round(Double.parseDouble(text.substring(0, Math.max(0, blank))));
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }

    private long readFree() {
        long least = Long.MAX_VALUE;
        for (Path directory : directories) {
            try {
                least = Math.min(least, FileSystemSpace.of(directory.toString()).freeBytes() / BLOCK);
            } catch (IOException _) {
                // What is wrong with the directory shows when a message is stored.
            }
        }
        return least;
    }

    @Override
    public int loadAverage() {
        return recent().load();
    }

    @Override
    public boolean lacksSpace() {
        return recent().freeBlocks() < minFreeBlocks;
    }

    @Override
    public boolean lacksSpaceFor(long bytes) {
        return recent().freeBlocks() - bytes / BLOCK <= Math.max(0, minFreeBlocks);
    }
}
