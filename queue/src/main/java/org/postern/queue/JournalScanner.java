package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Walks over the records of one segment, as a replay does.
///
/// After the first record that is damaged or missing it looks at each following block for a record of the same
/// use: what is found there whole was written, acknowledged or not. So a damaged block in the middle costs the
/// messages in it and no others.
final class JournalScanner {
    private static final int WINDOW = 1 << 16;

    /// A whole record.
    record Found(JournalFormat.Head head, long position) {}

    private final JournalSegment segment;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowStart;
    private int windowLength;
    private long position = JournalFormat.BLOCK;
    private long damagedBlocks;
    private long skippedBlocks;

    JournalScanner(JournalSegment segment) {
        this.segment = segment;
    }

    /// Blocks without a whole record that stand before records that are whole.
    long damagedBlocks() {
        return damagedBlocks;
    }

    /// The next whole record other than padding.
    Optional<Found> next() throws IOException {
        while (position + JournalFormat.HEAD <= segment.size()) {
            JournalFormat.Head head = JournalFormat.readHead(bytes(position, JournalFormat.HEAD), segment.key());
            long end = position + head.total();
            if (head.type() == 0 || end > segment.size() || !payloadIsWhole(head)) {
                skippedBlocks++;
                position = JournalFormat.nextBlock(position + 1);
                continue;
            }
            damagedBlocks += skippedBlocks;
            skippedBlocks = 0;
            long start = position;
            position = end;
            if (head.type() != JournalFormat.PAD) {
                return Optional.of(new Found(head, start));
            }
        }
        return Optional.empty();
    }

    private boolean payloadIsWhole(JournalFormat.Head head) throws IOException {
        if (head.type() == JournalFormat.PAD) {
            return true;
        }
        CRC32C crc = new CRC32C();
        long at = position + JournalFormat.HEAD;
        int left = head.length();
        while (left > 0) {
            byte[] part = bytes(at, Math.min(left, WINDOW / 2));
            crc.update(part);
            at += part.length;
            left -= part.length;
        }
        return (int) crc.getValue() == head.payloadCrc();
    }

    /// Bytes from the segment, through the window.
    byte[] bytes(long from, int length) throws IOException {
        if (from < windowStart || from + length > windowStart + windowLength) {
            window.clear();
            windowStart = from;
            windowLength = segment.read(window, from);
        }
        byte[] bytes = new byte[length];
        int offset = (int) (from - windowStart);
        int count = Math.clamp(windowLength - offset, 0, length);
        window.get(offset, bytes, 0, count);
        return bytes;
    }
}
