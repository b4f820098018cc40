package org.postern.queue;

import org.postern.mail.QueueId;

/// A queue id in 126 bits, six for each of up to 21 letters and digits, in the order of the text.
///
/// @param high the first bits
/// @param low the rest
record PackedId(long high, long low) implements Comparable<PackedId> {
    private static final int LENGTH = 21;
    private static final int BITS = 6;
    private static final int MASK = (1 << BITS) - 1;
    private static final String DIGITS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    static PackedId of(QueueId id) {
        String text = id.value();
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            long code = i < text.length() ? code(text.charAt(i)) : 0;
            high = high << BITS | low >>> (Long.SIZE - BITS);
            low = low << BITS | code;
        }
        return new PackedId(high, low);
    }

    private static int code(char c) {
        if (c <= '9') {
            return c - '0' + 1;
        }
        return c <= 'Z' ? c - 'A' + 11 : c - 'a' + 37;
    }

    QueueId id() {
        char[] text = new char[LENGTH];
        long highLeft = high;
        long lowLeft = low;
        int length = 0;
        for (int i = LENGTH - 1; i >= 0; i--) {
            int code = (int) lowLeft & MASK;
            if (code != 0) {
                text[i] = DIGITS.charAt(code);
                length++;
            }
            lowLeft = lowLeft >>> BITS | highLeft << (Long.SIZE - BITS);
            highLeft = highLeft >>> BITS;
        }
        return new QueueId(new String(text, 0, length));
    }

    /// Spread over all bits.
    static int hash(long high, long low) {
        long mixed = (high * 0x9E3779B97F4A7C15L ^ low) * 0xC2B2AE3D27D4EB4FL;
        return (int) (mixed >>> 32);
    }

    @Override
    public int compareTo(PackedId other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }
}
