package org.postern.helperwire;

import java.util.Arrays;

/// Message bytes on their way; they are not changed after they came here.
final class Chunk {
    private final byte[] bytes;

    private Chunk(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of the first `length` bytes.
    static Chunk copyOf(byte[] bytes, int length) {
        return of(Arrays.copyOf(bytes, length));
    }

    /// These bytes, which nobody changes from now on.
    static Chunk of(byte[] bytes) {
        if (bytes.length > Frame.MAX_DATA) {
            throw new IllegalArgumentException("chunk of " + bytes.length + " bytes");
        }
        return new Chunk(bytes);
    }

    int length() {
        return bytes.length;
    }

    /// Copies from `from` on into `into`; the number of bytes copied.
    int copy(int from, byte[] into, int offset, int length) {
        int count = Math.min(length, bytes.length - from);
        System.arraycopy(bytes, from, into, offset, count);
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chunk chunk && Arrays.equals(chunk.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
