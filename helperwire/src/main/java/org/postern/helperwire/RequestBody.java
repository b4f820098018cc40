package org.postern.helperwire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The message of one request as it arrives at the helper. Reading grants the other end credit for more; before the
/// first read nothing arrives, so that a request that waits for a lock holds no memory.
///
/// The end of the stream means that the message is complete and as long as the other end said. A message that is
/// given up, too long or not complete ends with an [IOException].
final class RequestBody extends InputStream {
    /// How credit gets to the other end.
    interface Grants {
        void grant(int bytes) throws IOException;
    }

    private final Grants grants;
    private final int window;
    private final long largest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private int position;
    private int granted;
    private int consumed;
    private long received;
    private boolean complete;
    private @Nullable String broken;

    RequestBody(Grants grants, PairLimits limits) {
        this.grants = grants;
        this.window = limits.credit();
        this.largest = limits.largestMessage();
    }

    /// Takes what arrived; false when it is more than was granted.
    boolean take(Chunk chunk) {
        lock.lock();
        try {
            if (complete || chunk.length() == 0 || chunk.length() > granted) {
                fail("more than was asked for");
                return false;
            }
            granted -= chunk.length();
            received += chunk.length();
            if (received > largest) {
                fail("the message is too long");
                return true;
            }
            chunks.add(chunk);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The other end says that the message is complete; false when its length is not what arrived.
    boolean end(long total) {
        lock.lock();
        try {
            if (complete || total != received) {
                fail("the message is not complete");
                return false;
            }
            complete = true;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will come, and what is here is not wanted any more: whoever reads on learns why, behind the end of
    /// a complete message too, so that nothing is delivered that the other end takes for not delivered.
    void abort(String why) {
        lock.lock();
        try {
            fail(why);
        } finally {
            lock.unlock();
        }
    }

    private void fail(String why) {
        if (broken == null) {
            broken = why;
        }
        chunks.clear();
        changed.signalAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int more = moreCredit();
        if (more > 0) {
            grants.grant(more);
        }
        lock.lock();
        try {
            while (chunks.isEmpty() && !complete && broken == null) {
                changed.await();
            }
            return take(into, offset, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// Called with the lock held and something to say.
    private int take(byte[] into, int offset, int length) throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
        Chunk first = chunks.peek();
        if (first == null) {
            return -1;
        }
        int count = first.copy(position, into, offset, length);
        position += count;
        consumed += count;
        if (position == first.length()) {
            chunks.remove();
            position = 0;
        }
        return count;
    }

    /// The credit to be granted now: the whole window at first, then what was consumed, in halves of the window.
    private int moreCredit() {
        lock.lock();
        try {
            boolean first = received == 0 && granted == 0 && consumed == 0;
            int more = first ? window : consumed >= window / 2 ? consumed : 0;
            if (complete || broken != null || more == 0) {
                return 0;
            }
            consumed = 0;
            granted += more;
            return more;
        } finally {
            lock.unlock();
        }
    }
}
