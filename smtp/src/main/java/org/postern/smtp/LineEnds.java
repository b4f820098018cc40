package org.postern.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds line ends eight bytes at a time.
final class LineEnds {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long FOURTEENS = 0x0e0e0e0e0e0e0e0eL;

    private LineEnds() {}

    /// The position of the next CR or LF, or `end`.
    static int next(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && !mayHold((long) LONGS.get(bytes, at))) {
            at += Long.BYTES;
        }
        // A word may look as if it held one without holding one: then the rest goes word by word from inside.
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
            if (at + Long.BYTES <= end && !mayHold((long) LONGS.get(bytes, at))) {
                at += Long.BYTES;
            }
        }
        return at;
    }

    /// True when a byte of the word may be below 14: certainly when one is, perhaps also above such a byte.
    private static boolean mayHold(long word) {
        return ((word - FOURTEENS) & ~word & HIGH_BITS) != 0;
    }
}
