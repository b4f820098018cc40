package org.postern.helperwire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/// Writes whole frames, one after the other, for any number of threads.
final class FrameWriter {
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /// Writes the frame and flushes it.
    void write(Frame frame) throws IOException {
        byte[] bytes = FrameCodec.encode(frame);
        lock.lock();
        try {
            out.write(bytes);
            out.flush();
        } finally {
            lock.unlock();
        }
    }
}
