package org.postern.receive;

import java.util.concurrent.ArrayBlockingQueue;

/// Read buffers for sessions in which data flows right now. A session that waits for its client holds none, so the
/// memory of the pool follows the work and not the number of connections.
final class BufferPool {
    private final int bufferSize;
    private final ArrayBlockingQueue<byte[]> free;

    /// @param bufferSize bytes in one buffer
    /// @param kept how many unused buffers are kept for the next session
    BufferPool(int bufferSize, int kept) {
        this.bufferSize = bufferSize;
        this.free = new ArrayBlockingQueue<>(kept);
    }

    /// A buffer with arbitrary content.
    byte[] take() {
        byte[] kept = free.poll();
        return kept == null ? new byte[bufferSize] : kept;
    }

    /// Gives a buffer back; the caller must not use it any more.
    void give(byte[] buffer) {
        if (buffer.length != bufferSize) {
            throw new IllegalArgumentException("a buffer of another pool");
        }
        free.offer(buffer);
    }
}
