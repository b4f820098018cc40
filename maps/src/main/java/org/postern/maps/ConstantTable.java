package org.postern.maps;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The hash table of a map file under construction: outside of the heap, and from 64 MiB on in a temporary file, so
/// that it may be larger than the memory. It doubles when it is three quarters full.
final class ConstantTable implements AutoCloseable {
    private static final long FIRST_SLOTS = 16;
    private static final long IN_MEMORY = 64L * 1024 * 1024;
    private static final int PIECE = 16 * 1024 * 1024;

    private final Path file;
    private Arena arena = Arena.ofConfined();
    private MemorySegment slots;
    private long count = FIRST_SLOTS;
    private long entries;

    ConstantTable(Path file) {
        this.file = file;
        this.slots = arena.allocate(FIRST_SLOTS * ConstantFormat.SLOT);
    }

    long entries() {
        return entries;
    }

    long first(long hash) {
        return hash & (count - 1);
    }

    long next(long slot) {
        return (slot + 1) & (count - 1);
    }

    long hash(long slot) {
        return slots.get(ConstantFormat.LONG, slot * ConstantFormat.SLOT);
    }

    /// The offset of the record; 0 for an empty slot.
    long offset(long slot) {
        return slots.get(ConstantFormat.LONG, slot * ConstantFormat.SLOT + 8);
    }

    /// Lets a slot that is in use point to another record.
    void point(long slot, long offset) {
        slots.set(ConstantFormat.LONG, slot * ConstantFormat.SLOT + 8, offset);
    }

    void add(long hash, long offset) throws IOException {
        if (entries >= count / 4 * 3) {
            grow();
        }
        insert(hash, offset);
        entries++;
    }

    private void insert(long hash, long offset) {
        long slot = first(hash);
        while (offset(slot) != 0) {
            slot = next(slot);
        }
        slots.set(ConstantFormat.LONG, slot * ConstantFormat.SLOT, hash);
        point(slot, offset);
    }

    /// Moves everything into a table of twice the size.
    private void grow() throws IOException {
        MemorySegment old = slots;
        long oldCount = count;
        try (Arena _ = arena) {
            arena = Arena.ofConfined();
            count = 2 * oldCount;
            slots = allocate(count * ConstantFormat.SLOT);
            for (long at = 0; at < oldCount * ConstantFormat.SLOT; at += ConstantFormat.SLOT) {
                long offset = old.get(ConstantFormat.LONG, at + 8);
                if (offset != 0) {
                    insert(old.get(ConstantFormat.LONG, at), offset);
                }
            }
        }
    }

    private MemorySegment allocate(long bytes) throws IOException {
        if (bytes <= IN_MEMORY) {
            return arena.allocate(bytes);
        }
        // a fresh file reads as zeros; the older and smaller one stays mapped until its entries have moved
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    /// Writes all slots at the position of the channel.
    ///
    /// @return how many there are
    long writeTo(FileChannel channel) throws IOException {
        long length = count * ConstantFormat.SLOT;
        for (long at = 0; at < length; at += PIECE) {
            ByteBuffer piece = slots.asSlice(at, Math.min(PIECE, length - at)).asByteBuffer();
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
        return count;
    }

    @Override
    public void close() {
        arena.close();
    }
}
