package org.postern.maps;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// A map file of our own format ([ConstantFormat]), mapped into memory: a look-up reads the pages that it needs, and
/// the heap does not grow with the file. Such files are only ever replaced as a whole, so a mapping stays valid; the
/// collector unmaps it when nobody uses it any more.
final class ConstantFile implements MapFile {
    private final MemorySegment bytes;
    private final ConstantFormat.Header header;
    private final SipHash hash;
    private final int itemLimit;

    private ConstantFile(MemorySegment bytes, ConstantFormat.Header header, int itemLimit) {
        this.bytes = bytes;
        this.header = header;
        this.hash = new SipHash(header.k0(), header.k1());
        this.itemLimit = itemLimit;
    }

    /// Maps the file; the channel may be closed afterwards.
    ///
    /// @param itemLimit the largest key or value, in bytes
    static ConstantFile open(FileChannel channel, int itemLimit) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(ConstantFormat.HEADER);
        while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {
            // until the header is complete
        }
        ConstantFormat.Header header = ConstantFormat.Header.decode(start.flip(), channel.size());
        MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        return new ConstantFile(bytes, header, itemLimit);
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws IOException {
        try {
            return search(key);
        } catch (InternalError e) {
            throw new MapFileException("the file was cut while it was in use");
        }
    }

    private Optional<byte[]> search(byte[] key) throws MapFileException {
        long wanted = hash.hash(key);
        long mask = header.slots() - 1;
        MemorySegment keySegment = MemorySegment.ofArray(key);
        long slot = wanted & mask;
        for (long seen = 0; seen <= mask; seen++) {
            long at = header.table() + slot * ConstantFormat.SLOT;
            long offset = bytes.get(ConstantFormat.LONG, at + 8);
            if (offset == 0) {
                return Optional.empty();
            }
            if (bytes.get(ConstantFormat.LONG, at) == wanted) {
                int keyLength = length(offset, 0);
                long start = offset + ConstantFormat.RECORD_HEADER;
                if (keyLength == key.length
                        && MemorySegment.mismatch(bytes, start, start + keyLength, keySegment, 0, keyLength) < 0) {
                    return Optional.of(copy(start + keyLength, length(offset, 4)));
                }
            }
            slot = (slot + 1) & mask;
        }
        return Optional.empty();
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        try {
            if (header.sorted()) {
                showSorted(visitor);
            } else {
                showAll(visitor);
            }
        } catch (InternalError e) {
            throw new MapFileException("the file was cut while it was in use");
        }
    }

    private void showAll(Visitor visitor) throws IOException {
        long offset = ConstantFormat.HEADER;
        while (offset < header.table()) {
            byte[] key = key(offset);
            if (isLive(offset, key) && !visitor.entry(key, value(offset))) {
                return;
            }
            offset = after(offset);
        }
    }

    private void showSorted(Visitor visitor) throws IOException {
        long most = (header.table() - ConstantFormat.HEADER) / ConstantFormat.RECORD_HEADER;
        if (header.entries() < 0 || header.entries() > Math.min(most, Integer.MAX_VALUE - 8)) {
            throw new MapFileException("the number of entries is wrong");
        }
        Long[] offsets = new Long[(int) header.entries()];
        int count = 0;
        for (long offset = ConstantFormat.HEADER; offset < header.table(); offset = after(offset)) {
            if (isLive(offset, key(offset))) {
                if (count == offsets.length) {
                    throw new MapFileException("the number of entries is wrong");
                }
                offsets[count++] = offset;
            }
        }
        Arrays.sort(offsets, 0, count, Comparator.comparing(this::keyUnchecked, Arrays::compareUnsigned));
        for (int i = 0; i < count; i++) {
            if (!visitor.entry(key(offsets[i]), value(offsets[i]))) {
                return;
            }
        }
    }

    /// The key of a record that was checked before.
    private byte[] keyUnchecked(long offset) {
        int length = bytes.get(ConstantFormat.INT, offset);
        return bytes.asSlice(offset + ConstantFormat.RECORD_HEADER, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private boolean isLive(long record, byte[] key) {
        if ((bytes.get(ConstantFormat.INT, record + 4) & ConstantFormat.FURTHER_VALUE) != 0) {
            return true;
        }
        long mask = header.slots() - 1;
        long slot = hash.hash(key) & mask;
        for (long seen = 0; seen <= mask; seen++) {
            long offset = bytes.get(ConstantFormat.LONG, header.table() + slot * ConstantFormat.SLOT + 8);
            if (offset == record) {
                return true;
            }
            if (offset == 0) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    private byte[] key(long offset) throws MapFileException {
        return copy(offset + ConstantFormat.RECORD_HEADER, length(offset, 0));
    }

    private byte[] value(long offset) throws MapFileException {
        return copy(offset + ConstantFormat.RECORD_HEADER + length(offset, 0), length(offset, 4));
    }

    private long after(long offset) throws MapFileException {
        return offset + ConstantFormat.RECORD_HEADER + length(offset, 0) + length(offset, 4);
    }

    /// One of the two lengths of a record, checked against the file.
    private int length(long offset, int field) throws MapFileException {
        if (offset < ConstantFormat.HEADER || offset > header.table() - ConstantFormat.RECORD_HEADER) {
            throw new MapFileException("there is no record at " + offset);
        }
        int length = bytes.get(ConstantFormat.INT, offset + field);
        if (field == 4) {
            length &= ~ConstantFormat.FURTHER_VALUE;
        }
        if (length < 0 || length > itemLimit) {
            throw new MapFileException("the record at " + offset + " has a wrong length");
        }
        return length;
    }

    private byte[] copy(long start, int length) throws MapFileException {
        if (start > header.table() - length) {
            throw new MapFileException("a record reaches beyond the records");
        }
        return bytes.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        // the collector unmaps the file when the last look-up is over
    }
}
