package org.postern.queue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.postern.base.Ascii;
import org.postern.mail.QueueId;

/// The bytes of a journal segment.
///
/// A segment starts with one block that holds its generation, then records follow. A record has a head of 32 bytes
/// and a payload that is filled up to a multiple of 32. Each batch starts at a block boundary, so that nothing that
/// was acknowledged is ever written again. The generation orders the segments. The key is a new random number each
/// time that a segment is used and stands in each record: it tells records of this use from those of earlier ones, so
/// that a segment is never filled with zeros again, and from bytes in a message that somebody made to look like a
/// record.
///
/// ```
/// segment  magic:8 state:4 zero:4 generation:8 key:8 crc:4      then up to BLOCK
/// record   magic:4 type:4 key:8 length:4 payload-crc:4 zero:4 head-crc:4
/// COMMIT   id-length:4 id control-length:4 control body-length:4 body      body-length -1: the body is a df file
/// DONE, FILED                                              the ids, each with a line feed
/// PAD      fills up to the next block
/// ```
final class JournalFormat {
    static final int BLOCK = 4096;
    static final int HEAD = 32;
    static final int ALIGNMENT = 32;
    static final int SEGMENT_ACTIVE = 1;
    static final int SEGMENT_FREE = 2;

    static final int PAD = 1;
    static final int COMMIT = 2;
    static final int DONE = 3;
    static final int FILED = 4;

    /// Instead of a body length: the body is in a file.
    static final int IN_FILE = -1;

    private static final long SEGMENT_MAGIC = 0x506f737465726e4aL;
    private static final int RECORD_MAGIC = 0x504a5231;
    private static final int SEGMENT_HEAD = 36;
    private static final int HEAD_CHECKED = 28;

    private JournalFormat() {}

    /// A record's head.
    record Head(int type, int length, int payloadCrc) {
        /// Bytes from this record to the next.
        long total() {
            return HEAD + aligned(length);
        }
    }

    static long aligned(long length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static long nextBlock(long position) {
        return (position + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /// The first block of a segment.
    static ByteBuffer segmentHead(int state, long generation, long key) {
        ByteBuffer head = ByteBuffer.allocate(BLOCK);
        head.putLong(SEGMENT_MAGIC).putInt(state).putInt(0).putLong(generation).putLong(key);
        head.putInt(crc(head.array(), SEGMENT_HEAD - 4));
        return head.rewind();
    }

    /// What the first block of a segment says.
    enum SegmentState {
        /// Never used.
        BLANK,
        ACTIVE,
        FREE,
        DAMAGED
    }

    static SegmentState segmentState(ByteBuffer block) {
        int blank = 0;
        for (int i = 0; i < SEGMENT_HEAD; i++) {
            blank |= block.get(i);
        }
        if (blank == 0) {
            return SegmentState.BLANK;
        }
        byte[] head = new byte[SEGMENT_HEAD];
        block.get(0, head);
        boolean good =
                block.getLong(0) == SEGMENT_MAGIC && crc(head, SEGMENT_HEAD - 4) == block.getInt(SEGMENT_HEAD - 4);
        if (!good) {
            return SegmentState.DAMAGED;
        }
        return block.getInt(8) == SEGMENT_ACTIVE ? SegmentState.ACTIVE : SegmentState.FREE;
    }

    static long segmentGeneration(ByteBuffer block) {
        return block.getLong(16);
    }

    static long segmentKey(ByteBuffer block) {
        return block.getLong(24);
    }

    /// Fills `into`, which has [#HEAD] bytes.
    static void head(byte[] into, int type, long key, int length, int payloadCrc) {
        ByteBuffer head = ByteBuffer.wrap(into);
        head.putInt(RECORD_MAGIC)
                .putInt(type)
                .putLong(key)
                .putInt(length)
                .putInt(payloadCrc)
                .putInt(0);
        head.putInt(crc(into, HEAD_CHECKED));
    }

    /// The head at the start of `bytes`.
    ///
    /// @return a head of type 0 when there is none of this use of the segment
    static Head readHead(byte[] bytes, long key) {
        ByteBuffer head = ByteBuffer.wrap(bytes);
        boolean good = head.getInt(0) == RECORD_MAGIC
                && head.getLong(8) == key
                && head.getInt(16) >= 0
                && crc(bytes, HEAD_CHECKED) == head.getInt(HEAD_CHECKED);
        if (!good) {
            return new Head(0, 0, 0);
        }
        return new Head(head.getInt(4), head.getInt(16), head.getInt(20));
    }

    /// Everything of a COMMIT payload that comes before the body.
    ///
    /// @param bodyLength bytes of the body that follow, or [#IN_FILE]
    static byte[] commitStart(QueueId id, byte[] control, int bodyLength) {
        byte[] name = Ascii.bytes(id.value());
        ByteBuffer start = ByteBuffer.allocate(12 + name.length + control.length);
        start.putInt(name.length).put(name).putInt(control.length).put(control).putInt(bodyLength);
        return start.array();
    }

    /// The ids of a DONE or FILED payload.
    static List<QueueId> ids(byte[] payload) {
        List<QueueId> ids = new ArrayList<>();
        String text = Ascii.text(payload);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            ids.add(new QueueId(text.substring(start, end)));
            start = end + 1;
        }
        return ids;
    }

    static byte[] idList(List<QueueId> ids) {
        StringBuilder out = new StringBuilder(ids.size() * 16);
        for (QueueId id : ids) {
            out.append(id.value()).append('\n');
        }
        return Ascii.bytes(out.toString());
    }
}
