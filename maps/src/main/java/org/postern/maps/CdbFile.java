package org.postern.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/// A classic constant database (`.cdb`, at most 4 GiB): 256 pairs of position and number of slots, the records, the
/// tables of the slots, each a hash and the position of a record.
final class CdbFile implements MapFile {
    private static final int HEADER = 2048;

    private final FileChannel channel;
    private final ByteBuffer tables;
    private final long size;
    private final long recordsEnd;
    private final int itemLimit;

    private CdbFile(FileChannel channel, ByteBuffer tables, long size, long recordsEnd, int itemLimit) {
        this.channel = channel;
        this.tables = tables;
        this.size = size;
        this.recordsEnd = recordsEnd;
        this.itemLimit = itemLimit;
    }

    static CdbFile open(FileChannel channel, int itemLimit) throws IOException {
        long size = channel.size();
        ByteBuffer tables = read(channel, 0, HEADER, size);
        long recordsEnd = size;
        for (int i = 0; i < 256; i++) {
            long position = Integer.toUnsignedLong(tables.getInt(8 * i));
            long slots = Integer.toUnsignedLong(tables.getInt(8 * i + 4));
            if (position < HEADER || position + 8 * slots > size) {
                throw new MapFileException("table " + i + " is outside of the file");
            }
            recordsEnd = Math.min(recordsEnd, position);
        }
        return new CdbFile(channel, tables, size, recordsEnd, itemLimit);
    }

    private static ByteBuffer read(FileChannel channel, long position, int length, long size) throws IOException {
        if (position < 0 || position > size - length) {
            throw new MapFileException("position " + position + " is outside of the file");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new MapFileException("the file ends too early");
            }
        }
        return buffer.flip();
    }

    static int hash(byte[] key) {
        int hash = 5381;
        for (byte b : key) {
            hash = (hash * 33) ^ (b & 0xff);
        }
        return hash;
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws IOException {
        int hash = hash(key);
        int table = 8 * (hash & 0xff);
        long position = Integer.toUnsignedLong(tables.getInt(table));
        long slots = Integer.toUnsignedLong(tables.getInt(table + 4));
        if (slots == 0) {
            return Optional.empty();
        }
        long slot = (Integer.toUnsignedLong(hash) >>> 8) % slots;
        for (long seen = 0; seen < slots; seen++) {
            ByteBuffer entry = read(channel, position + 8 * slot, 8, size);
            long record = Integer.toUnsignedLong(entry.getInt(4));
            if (record == 0) {
                return Optional.empty();
            }
            if (entry.getInt(0) == hash) {
                Lengths found = record(record);
                if (found.keyLength == key.length && Arrays.equals(bytes(record + 8, key.length), key)) {
                    return Optional.of(bytes(record + 8 + key.length, found.valueLength));
                }
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return Optional.empty();
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        long position = HEADER;
        while (position < recordsEnd) {
            Lengths record = record(position);
            byte[] key = bytes(position + 8, record.keyLength);
            if (!visitor.entry(key, bytes(position + 8 + record.keyLength, record.valueLength))) {
                return;
            }
            position += 8L + record.keyLength + record.valueLength;
        }
    }

    private record Lengths(int keyLength, int valueLength) {}

    private Lengths record(long position) throws IOException {
        ByteBuffer lengths = read(channel, position, 8, size);
        Lengths record = new Lengths(lengths.getInt(0), lengths.getInt(4));
        boolean fits = record.keyLength >= 0
                && record.keyLength <= itemLimit
                && record.valueLength >= 0
                && record.valueLength <= itemLimit;
        if (!fits) {
            throw new MapFileException("the record at " + position + " has a wrong length");
        }
        return record;
    }

    private byte[] bytes(long position, int length) throws IOException {
        return read(channel, position, length, size).array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
