package org.postern.m4;

/// A set of characters 0 to 255; immutable.
record ByteSet(long first, long second, long third, long fourth) {
    static final ByteSet NONE = new ByteSet(0, 0, 0, 0);

    boolean has(int c) {
        long word = switch (c >> 6) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            case 3 -> fourth;
            default -> 0;
        };
        return (word >> (c & 63) & 1) != 0;
    }

    ByteSet with(int c) {
        long bit = 1L << (c & 63);
        return switch (c >> 6) {
            case 0 -> new ByteSet(first | bit, second, third, fourth);
            case 1 -> new ByteSet(first, second | bit, third, fourth);
            case 2 -> new ByteSet(first, second, third | bit, fourth);
            default -> new ByteSet(first, second, third, fourth | bit);
        };
    }

    /// Both ends included; nothing when they are reversed.
    ByteSet withRange(int from, int to) {
        ByteSet all = this;
        for (int c = from; c <= to; c++) {
            all = all.with(c);
        }
        return all;
    }

    ByteSet or(ByteSet other) {
        return new ByteSet(first | other.first, second | other.second, third | other.third, fourth | other.fourth);
    }

    ByteSet not() {
        return new ByteSet(~first, ~second, ~third, ~fourth);
    }
}
