package org.postern.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The content of a file as the process sees it and as the disk has it. Not safe for use by two threads.
final class SectorFile {
    private static final int SECTOR = 512;

    private static final class Write {
        private final byte[] bytes;
        private final long position;

        Write(byte[] bytes, long position) {
            this.bytes = bytes;
            this.position = position;
        }
    }

    private byte[] current;
    private int size;
    private byte[] durable;
    private int durableSize;
    private final List<Write> unsynced = new ArrayList<>();

    private SectorFile(byte[] content) {
        current = content;
        size = content.length;
        durable = content.clone();
        durableSize = size;
    }

    static SectorFile empty() {
        return new SectorFile(new byte[0]);
    }

    long size() {
        return size;
    }

    void write(byte[] bytes, long position) {
        int end = Math.toIntExact(position + bytes.length);
        current = grown(current, end);
        System.arraycopy(bytes, 0, current, (int) position, bytes.length);
        size = Math.max(size, end);
        unsynced.add(new Write(bytes, position));
    }

    int read(ByteBuffer target, long position) {
        int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
        target.put(current, (int) Math.min(position, size), count);
        return count;
    }

    void sync() {
        for (Write write : unsynced) {
            store(write.bytes, 0, write.bytes.length, (int) write.position);
        }
        unsynced.clear();
    }

    /// A failed sync: the pages count as clean, and their content never reaches the disk.
    void forgetUnsynced() {
        unsynced.clear();
    }

    private void store(byte[] bytes, int from, int to, int position) {
        int end = position + to;
        durable = grown(durable, end);
        System.arraycopy(bytes, from, durable, position + from, to - from);
        durableSize = Math.max(durableSize, end);
    }

    /// The file that a machine finds after a power failure: each sector of an unsynced write is there or not.
    SectorFile afterPowerFailure(RandomGenerator random) {
        SectorFile disk = new SectorFile(Arrays.copyOf(durable, durableSize));
        for (Write write : unsynced) {
            int from = 0;
            while (from < write.bytes.length) {
                int position = (int) write.position + from;
                int to = Math.min(write.bytes.length, from + SECTOR - position % SECTOR);
                if (random.nextBoolean()) {
                    disk.store(write.bytes, from, to, (int) write.position);
                }
                from = to;
            }
        }
        return new SectorFile(Arrays.copyOf(disk.durable, disk.durableSize));
    }

    private static byte[] grown(byte[] bytes, int needed) {
        return needed <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
}
