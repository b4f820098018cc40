package org.postern.helperwire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.base.SysExit;

/// A conversation with the program of a mailer over its standard input and output, which the helper carries.
///
/// Used by one thread at a time; only [#close] may come from another. It holds a place of the pair until it is closed.
public final class MailerTalk implements AutoCloseable {
    private static final Duration UNTIL_IT_ENDS = Duration.ofSeconds(60);

    /// How frames get to the helper; false when it is gone.
    @FunctionalInterface
    interface Sender {
        boolean send(Frame frame);
    }

    private final int number;
    private final PendingRequest request;
    private final Sender sender;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int largestPiece;
    private volatile boolean finished;
    private long total;

    /// @param whenClosed gives the place back
    MailerTalk(int number, PendingRequest request, int largestPiece, Sender sender, Runnable whenClosed) {
        this.number = number;
        this.request = request;
        this.largestPiece = largestPiece;
        this.sender = sender;
        this.whenClosed = whenClosed;
    }

    /// A conversation that never began.
    static MailerTalk ended(HelperAnswer answer) {
        PendingRequest request = new PendingRequest(Duration.ZERO);
        request.end(answer);
        return new MailerTalk(0, request, 1, _ -> false, () -> {});
    }

    /// Waits until the program has said something.
    ///
    /// @return why it never will; empty when it has said something, or the time is over
    public Optional<HelperAnswer> whyNotStarted(Duration patience) {
        try {
            return request.awaitOutput(patience) ? Optional.empty() : request.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(temporary("interrupted"));
        }
    }

    /// Waits for what the program says.
    ///
    /// @return how many bytes, 0 when nothing came in time, -1 when it has ended
    public int read(byte[] into, Duration patience) throws IOException {
        try {
            if (request.awaitOutput(patience)) {
                return request.takeOutput(into);
            }
            return request.answer().isPresent() ? -1 : 0;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Says something to the program; blocks as long as it does not read.
    public void write(byte[] bytes, int length) throws IOException {
        try {
            for (int at = 0; at < length; ) {
                int credit = request.awaitCredit();
                if (credit == 0) {
                    throw new IOException("the program does not read");
                }
                int count = Math.min(Math.min(credit, largestPiece), length - at);
                byte[] piece = java.util.Arrays.copyOfRange(bytes, at, at + count);
                if (!sender.send(new Frame.Data(number, Chunk.copyOf(piece, count)))) {
                    throw new IOException("the helper process is gone");
                }
                request.spend(count);
                total += count;
                at += count;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }

    /// Says that nothing follows: the program sees the end of its input.
    public void finish() {
        if (!finished) {
            finished = true;
            boolean _ = sender.send(new Frame.End(number, total));
        }
    }

    /// Ends the conversation: after [#finish] the program has a minute to end by itself, else it is ended.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!finished || !request.awaitEnd(UNTIL_IT_ENDS)) {
                boolean _ = sender.send(new Frame.Abort(number));
            }
        } catch (InterruptedException _) {
            boolean _ = sender.send(new Frame.Abort(number));
            Thread.currentThread().interrupt();
        } finally {
            request.end(temporary("closed"));
            whenClosed.run();
        }
    }

    private static HelperAnswer temporary(String text) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.2", text);
    }
}
