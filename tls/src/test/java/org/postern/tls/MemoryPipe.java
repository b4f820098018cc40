package org.postern.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Two transports in memory, each the other's peer.
final class MemoryPipe {
    private final BlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
    final End client = new End(toClient, toServer);
    final End server = new End(toServer, toClient);

    /// One end. An empty array is the end of the stream.
    static final class End implements TlsTransport {
        private final BlockingQueue<byte[]> in;
        private final BlockingQueue<byte[]> out;
        private ByteBuffer current = ByteBuffer.allocate(0);
        private boolean ended;
        int largestRead;

        private End(BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            try {
                while (!current.hasRemaining() && !ended) {
                    next(in.take());
                }
                return take(into);
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }

        @Override
        public int readNow(ByteBuffer into) {
            byte[] more = current.hasRemaining() || ended ? null : in.poll();
            if (more != null) {
                next(more);
            }
            return current.hasRemaining() || ended ? take(into) : 0;
        }

        private void next(byte[] bytes) {
            current = ByteBuffer.wrap(bytes);
            ended = bytes.length == 0;
        }

        private int take(ByteBuffer into) {
            if (ended) {
                return -1;
            }
            largestRead = Math.max(largestRead, into.remaining());
            int count = Math.min(into.remaining(), current.remaining());
            into.put(current.slice().limit(count));
            current.position(current.position() + count);
            return count;
        }

        @Override
        public void write(ByteBuffer from) {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            out.add(bytes);
        }

        void end() {
            out.add(new byte[0]);
        }
    }
}
