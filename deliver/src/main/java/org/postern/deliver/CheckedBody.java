package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.postern.queue.MessageBody;

/// The body of a queued message, all of it or an error: what is missing at the end is as bad as what cannot be read.
final class CheckedBody extends InputStream {
    private static final int PIECE = 64 * 1024;

    private final InputStream in;
    private long left;

    CheckedBody(MessageBody body) throws Unreadable {
        this.left = body.size();
        try {
            this.in = body.open();
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    /// The trouble is on this side.
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        try {
            int count = in.read(bytes, offset, (int) Math.min(left, length));
            if (count <= 0) {
                throw new IOException("the body is shorter than it was");
            }
            left -= count;
            return count;
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    /// With pieces no larger than the body, which is small as a rule.
    @Override
    public long transferTo(OutputStream to) throws IOException {
        byte[] piece = new byte[Math.clamp(left, 1, PIECE)];
        long moved = 0;
        for (int count = read(piece, 0, piece.length); count >= 0; count = read(piece, 0, piece.length)) {
            to.write(piece, 0, count);
            moved += count;
        }
        return moved;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
