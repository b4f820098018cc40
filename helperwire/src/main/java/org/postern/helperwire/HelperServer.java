package org.postern.helperwire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.SysExit;

/// The helper's end of the pair: reads requests, has them handled on a bounded number of platform threads, answers.
///
/// Nothing that arrives ends it but the end of the stream, a stream that is out of step, and too much garbage.
public final class HelperServer {
    /// Handles one request; runs on a thread of the server, and several at once.
    @FunctionalInterface
    public interface Handler {
        /// Does what is asked, or not.
        ///
        /// @param message the message of a request that has one; an [IOException] out of it means that the
        ///     message is not complete and nothing of it may remain
        /// @param output takes what a program says in a conversation ([HelperRequest.TalkToMailer])
        HelperAnswer handle(HelperRequest request, InputStream message, HelperOutput output) throws IOException;
    }

    /// Why the server came to its end.
    public enum End {
        /// The network process closed its end.
        CLOSED,
        /// The stream cannot be followed any more.
        OUT_OF_STEP,
        /// More garbage than the limits allow.
        GARBAGE
    }

    private static final int IDLE_SECONDS = 10;
    private static final SysExit LATER = SysExit.TEMPORARY_FAILURE;

    private final HelperPair pair;
    private final PairLimits limits;
    private final Handler handler;
    private final FrameWriter writer;
    private final Map<Integer, RequestBody> running = new ConcurrentHashMap<>();
    private final AtomicLong garbage = new AtomicLong();

    public HelperServer(HelperPair pair, PairLimits limits, Handler handler) {
        this.pair = pair;
        this.limits = limits;
        this.handler = handler;
        this.writer = new FrameWriter(pair.out());
    }

    /// Frames so far that made no sense.
    public long garbage() {
        return garbage.get();
    }

    /// Serves until the other end has gone, on the calling thread. Requests under way are given up then, and finished
    /// before this returns unless that takes longer than the patience of the limits.
    public End serve() {
        ThreadFactory threads =
                Thread.ofPlatform().name("helper-request-", 0).daemon(true).factory();
        try (ExecutorService workers = workers(threads)) {
            End end = read(workers);
            running.values().forEach(body -> body.abort("the network process is gone"));
            workers.shutdown();
            if (!workers.awaitTermination(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                workers.shutdownNow();
            }
            return end;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.CLOSED;
        }
    }

    /// As many threads as requests; those without work for some seconds end.
    private ExecutorService workers(ThreadFactory threads) {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                limits.requests(),
                limits.requests(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads);
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private End read(ExecutorService workers) {
        send(new Frame.Hello(Frame.VERSION));
        while (true) {
            switch (FrameCodec.read(pair.in())) {
                case Reading.Whole(Frame frame) -> take(frame, workers);
                case Reading.Malformed(int number, String why) -> refuse(number, why);
                case Reading.Broken _ -> {
                    return End.OUT_OF_STEP;
                }
                case Reading.Ended _ -> {
                    return End.CLOSED;
                }
            }
            if (garbage.get() > limits.garbage()) {
                return End.GARBAGE;
            }
        }
    }

    private void take(Frame frame, ExecutorService workers) {
        switch (frame) {
            case Frame.Hello(int version) -> {
                if (version != Frame.VERSION) {
                    refuse(0, "version " + version);
                }
            }
            case Frame.Begin(int number, HelperRequest request) -> begin(number, request, workers);
            case Frame.Data(int number, Chunk bytes) -> {
                RequestBody body = running.get(number);
                // Data of a request that has already been answered is on its way quite normally.
                if (body != null && !body.take(bytes)) {
                    garbage.incrementAndGet();
                }
            }
            case Frame.End(int number, long total) -> {
                RequestBody body = running.get(number);
                if (body != null && !body.end(total)) {
                    garbage.incrementAndGet();
                }
            }
            case Frame.Abort(int number) -> {
                RequestBody body = running.get(number);
                if (body != null) {
                    body.abort("given up by the network process");
                }
            }
            case Frame.Credit(int number, int _) -> refuse(number, "credit is not yours to give");
            case Frame.Output(int number, Chunk _) -> refuse(number, "output of no program");
            case Frame.Answer(int number, HelperAnswer _) -> refuse(number, "answer without a question");
        }
    }

    private void begin(int number, HelperRequest request, ExecutorService workers) {
        if (running.size() >= limits.requests()) {
            send(new Frame.Answer(number, new HelperAnswer.Temporary(LATER, "4.3.2", "too many requests at once")));
            return;
        }
        RequestBody body = new RequestBody(bytes -> writer.write(new Frame.Credit(number, bytes)), limits);
        if (running.putIfAbsent(number, body) != null) {
            refuse(number, "the number of a request under way");
            return;
        }
        workers.execute(() -> handle(number, request, body));
    }

    private void handle(int number, HelperRequest request, RequestBody body) {
        HelperAnswer answer;
        try {
            answer = handler.handle(request, body, new Output(number));
        } catch (IOException e) {
            answer = new HelperAnswer.Temporary(LATER, "4.3.0", String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // A bug must cost one request, not the helper.
            answer = new HelperAnswer.Temporary(LATER, "4.3.0", "internal error: " + e);
        }
        body.abort("answered");
        running.remove(number);
        send(new Frame.Answer(number, answer));
    }

    private final class Output implements HelperOutput {
        private final int number;
        private long total;

        Output(int number) {
            this.number = number;
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            total += length;
            if (total > MOST) {
                throw new IOException("the program says too much");
            }
            writer.write(new Frame.Output(number, Chunk.copyOf(bytes, length)));
        }
    }

    private void refuse(int number, String why) {
        garbage.incrementAndGet();
        send(new Frame.Answer(number, new HelperAnswer.Refused(why)));
    }

    private void send(Frame frame) {
        try {
            writer.write(frame);
        } catch (IOException _) {
            // The other end has gone; reading will notice.
        }
    }
}
