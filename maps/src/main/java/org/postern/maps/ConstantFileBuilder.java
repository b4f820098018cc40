package org.postern.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/// Writes a map file of our own format beside its place and puts it there in one step.
///
/// Readers see the old file until [#commit] and the complete new one from then on; after a crash there is one of both,
/// whole. What is not committed leaves nothing behind. The heap does not grow with the number of entries. One thread
/// at a time.
public final class ConstantFileBuilder implements AutoCloseable {
    /// What to do with a key that is there already.
    public enum Duplicates {
        /// The entry is not added.
        REFUSE,
        /// The new value takes the place of the old one.
        REPLACE,
        /// Both values are kept; look-ups find the first.
        KEEP
    }

    private static final Set<PosixFilePermission> NEW_FILE = PosixFilePermissions.fromString("rw-r-----");
    private static final int BUFFER = 256 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path target;
    private final Path temporary;
    private final Path temporaryTable;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final long k0 = RANDOM.nextLong();
    private final long k1 = RANDOM.nextLong();
    private final SipHash hash = new SipHash(k0, k1);
    private final boolean sorted;
    private final ConstantTable table;
    private long written = ConstantFormat.HEADER;
    private long further;
    private boolean committed;

    private ConstantFileBuilder(Path target, boolean sorted) throws IOException {
        this.target = target;
        this.sorted = sorted;
        Path folder = target.toAbsolutePath().getParent();
        String unique = "." + target.getFileName() + "." + Long.toHexString(RANDOM.nextLong());
        this.temporary = (folder == null ? Path.of("/") : folder).resolve(unique + ".new");
        this.temporaryTable = temporary.resolveSibling(unique + ".table");
        this.channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(NEW_FILE));
        channel.position(ConstantFormat.HEADER);
        this.table = new ConstantTable(temporaryTable);
    }

    /// Begins a new map file.
    ///
    /// @param sorted entries are listed in the order of their keys, as a btree does
    public static ConstantFileBuilder create(Path target, boolean sorted) throws IOException {
        return new ConstantFileBuilder(target, sorted);
    }

    /// Adds one entry.
    ///
    /// @return false when the key was there and `duplicates` is [Duplicates#REFUSE]
    public boolean put(byte[] key, byte[] value, Duplicates duplicates) throws IOException {
        if (key.length > MapFiles.ITEM_LIMIT || value.length > MapFiles.ITEM_LIMIT) {
            throw new MapFileException("a key or value is longer than " + MapFiles.ITEM_LIMIT + " bytes");
        }
        long wanted = hash.hash(key);
        long known = slotOf(wanted, key);
        if (known < 0) {
            table.add(wanted, append(key, value, 0));
            return true;
        }
        return switch (duplicates) {
            case REFUSE -> false;
            case REPLACE -> {
                table.point(known, append(key, value, 0));
                yield true;
            }
            case KEEP -> {
                append(key, value, ConstantFormat.FURTHER_VALUE);
                further++;
                yield true;
            }
        };
    }

    /// How many entries the file will have.
    public long entries() {
        return table.entries() + further;
    }

    private long slotOf(long wanted, byte[] key) throws IOException {
        for (long slot = table.first(wanted); ; slot = table.next(slot)) {
            long offset = table.offset(slot);
            if (offset == 0) {
                return -1;
            }
            if (table.hash(slot) == wanted && Arrays.equals(keyAt(offset), key)) {
                return slot;
            }
        }
    }

    private byte[] keyAt(long offset) throws IOException {
        if (offset >= written) {
            int start = (int) (offset - written);
            byte[] key = new byte[buffer.getInt(start)];
            buffer.get(start + ConstantFormat.RECORD_HEADER, key);
            return key;
        }
        ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        readFully(length, offset);
        ByteBuffer key = ByteBuffer.allocate(length.getInt(0));
        readFully(key, offset + ConstantFormat.RECORD_HEADER);
        return key.array();
    }

    private void readFully(ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw new MapFileException("the unfinished map file was cut");
            }
        }
    }

    private long append(byte[] key, byte[] value, int flag) throws IOException {
        int length = ConstantFormat.RECORD_HEADER + key.length + value.length;
        if (length > buffer.remaining()) {
            flush();
        }
        long offset = written + buffer.position();
        if (length > buffer.capacity()) {
            ByteBuffer large = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            large.putInt(key.length)
                    .putInt(value.length | flag)
                    .put(key)
                    .put(value)
                    .flip();
            write(large);
        } else {
            buffer.putInt(key.length).putInt(value.length | flag).put(key).put(value);
        }
        return offset;
    }

    private void flush() throws IOException {
        buffer.flip();
        write(buffer);
        buffer.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Completes the file, makes it durable and puts it in its place. Owner, group and mode of a file that is replaced
    /// are kept as far as the process may; a new file is readable for owner and group.
    public void commit() throws IOException {
        flush();
        long start = written;
        long slots = table.writeTo(channel);
        ByteBuffer header = new ConstantFormat.Header(sorted, entries(), start, slots, k0, k1).encode();
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
        MapFileOwner.copy(target, temporary);
        channel.force(true);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
        try (FileChannel folder = FileChannel.open(temporary.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /// Gives up what was not committed and removes its files.
    @Override
    public void close() throws IOException {
        table.close();
        channel.close();
        Files.deleteIfExists(temporaryTable);
        if (!committed) {
            Files.deleteIfExists(temporary);
        }
    }
}
