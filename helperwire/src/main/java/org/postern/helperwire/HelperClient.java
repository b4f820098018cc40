package org.postern.helperwire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.postern.base.SysExit;

/// The network process's end of the pair: asks, sends the message, waits for the answer.
///
/// Safe for use by any number of threads, virtual or not; at most [PairLimits#requests] requests are under way, the
/// others wait. Whatever goes wrong with the helper is a temporary answer: the message stays in the queue. When the
/// helper is gone it stays gone, and the process is expected to end (`whenGone`).
///
/// Writing to the pair holds the carrier of a virtual thread, but only for moments: the helper always reads,
/// because message bytes are sent only as far as it granted credit.
public final class HelperClient implements AutoCloseable {
    private static final String GONE = "the helper process is gone";
    private static final String GONE_STATUS = "4.3.0";

    private final HelperPair pair;
    private final PairLimits limits;
    private final FrameWriter writer;
    private final Runnable whenGone;
    private final Semaphore places;
    private final Semaphore lists;
    private final Semaphore members;
    private final Semaphore passwords;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, PendingRequest> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean gone = new AtomicBoolean();

    /// Says hello and begins to read answers on a thread of its own.
    ///
    /// @param whenGone called once, on that thread, when the other end has closed or does not make sense
    public HelperClient(HelperPair pair, PairLimits limits, Runnable whenGone) {
        this.pair = pair;
        this.limits = limits;
        this.writer = new FrameWriter(pair.out());
        this.whenGone = whenGone;
        this.places = new Semaphore(limits.requests(), true);
        this.lists = new Semaphore(limits.ofOneClass(), true);
        this.members = new Semaphore(limits.ofOneClass(), true);
        this.passwords = new Semaphore(limits.ofOneClass(), true);
        Thread.ofPlatform().name("helper-answers").daemon(true).start(this::readAnswers);
        send(new Frame.Hello(Frame.VERSION));
    }

    /// Has a message delivered and waits for the outcome. Blocks while all places are taken, while the helper waits
    /// for the mailbox, and while `body` blocks.
    ///
    /// @param body the message, headers and body, with LF line ends; it is read to its end and not closed. A
    ///     failure to read it gives the request up: nothing of it stays in the mailbox
    public HelperAnswer deliver(HelperRequest.DeliverToMailbox request, InputStream body) {
        return ask(request, body);
    }

    /// Has a message kept in the file for what can neither be delivered nor returned.
    ///
    /// @param body as for [#deliver]
    public HelperAnswer keepDeadLetter(HelperRequest.KeepDeadLetter request, InputStream body) {
        return ask(request, body);
    }

    /// Has the program of a map run and waits for its end.
    public HelperAnswer runMapProgram(HelperRequest.RunMapProgram request) {
        return ask(request, InputStream.nullInputStream());
    }

    /// Has the password of a map read.
    public HelperAnswer readMapSecret(HelperRequest.ReadMapSecret request) {
        return ask(request, InputStream.nullInputStream());
    }

    /// Has a password of this system judged; a wrong one takes a second at least.
    public HelperAnswer checkPassword(HelperRequest.CheckPassword request) {
        return inClass(passwords, () -> ask(request, InputStream.nullInputStream()));
    }

    /// Has a file made readable that only root may read.
    public HelperAnswer showFile(HelperRequest.ShowFile request) {
        return ask(request, InputStream.nullInputStream());
    }

    /// Asks for a part of what was read for a class.
    public HelperAnswer readClass(HelperRequest.ReadClass request) {
        return ask(request, InputStream.nullInputStream());
    }

    /// Asks for a part of a list of addresses.
    public HelperAnswer readList(HelperRequest.ReadList request) {
        return inClass(lists, () -> ask(request, InputStream.nullInputStream()));
    }

    /// Has a message given to a program or a file and waits for the outcome: as long as the program may take.
    ///
    /// @param body as for [#deliver]
    public HelperAnswer deliverToMember(HelperRequest.DeliverToMember request, InputStream body) {
        return inClass(members, () -> ask(request, body, limits.memberPatience()));
    }

    /// Has a message given to the program of a mailer and waits for the outcome: as long as the program may take.
    ///
    /// @param body as for [#deliver]
    public HelperAnswer runMailer(HelperRequest.RunMailer request, InputStream body) {
        return inClass(members, () -> ask(request, body, limits.memberPatience()));
    }

    /// Begins a conversation with the program of a mailer; blocks while all places are taken. It must be closed.
    ///
    /// Whatever goes wrong, there is a conversation: one that has ended and says why.
    public MailerTalk talkToMailer(HelperRequest.TalkToMailer request) {
        boolean inClass = false;
        try {
            inClass = members.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
            if (!inClass || !places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return noTalk(inClass, "the helper is busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return noTalk(inClass, "interrupted");
        }
        PendingRequest mine = new PendingRequest(limits.memberPatience());
        int number = numbers.incrementAndGet();
        pending.put(number, mine);
        if (gone.get() || !send(new Frame.Begin(number, request))) {
            mine.end(temporary(GONE_STATUS, GONE));
        }
        return new MailerTalk(number, mine, Math.min(limits.credit(), Frame.MAX_DATA), this::send, () -> {
            pending.remove(number);
            places.release();
            members.release();
        });
    }

    private MailerTalk noTalk(boolean inClass, String why) {
        if (inClass) {
            members.release();
        }
        return MailerTalk.ended(temporary("4.3.2", why));
    }

    /// Lists on slow file systems and slow programs wait among themselves, so that mailboxes need not wait for
    /// them.
    private HelperAnswer inClass(Semaphore places, Supplier<HelperAnswer> question) {
        try {
            if (!places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return temporary("4.3.2", "the helper is busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return temporary("4.3.2", "interrupted");
        }
        try {
            return question.get();
        } finally {
            places.release();
        }
    }

    /// Asks whether the helper is there.
    public boolean ping() {
        return ask(new HelperRequest.Ping(), InputStream.nullInputStream()) instanceof HelperAnswer.Pong;
    }

    /// True when the helper has gone, for ever.
    public boolean isGone() {
        return gone.get();
    }

    private HelperAnswer ask(HelperRequest request, InputStream body) {
        return ask(request, body, limits.patience());
    }

    private HelperAnswer ask(HelperRequest request, InputStream body, Duration patience) {
        try {
            if (!places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return temporary("4.3.2", "the helper is busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return temporary("4.3.2", "interrupted");
        }
        try {
            return askInPlace(request, body, patience);
        } finally {
            places.release();
        }
    }

    private HelperAnswer askInPlace(HelperRequest request, InputStream body, Duration patience) {
        PendingRequest mine = new PendingRequest(patience);
        int number = numbers.incrementAndGet();
        pending.put(number, mine);
        try {
            if (gone.get() || !send(new Frame.Begin(number, request))) {
                return temporary(GONE_STATUS, GONE);
            }
            return exchange(number, mine, body);
        } catch (InterruptedException e) {
            send(new Frame.Abort(number));
            Thread.currentThread().interrupt();
            return temporary("4.3.2", "interrupted");
        } finally {
            pending.remove(number);
        }
    }

    private HelperAnswer exchange(int number, PendingRequest mine, InputStream body) throws InterruptedException {
        byte[] buffer = new byte[Math.min(limits.credit(), Frame.MAX_DATA)];
        long total = 0;
        while (true) {
            int credit = mine.awaitCredit();
            if (credit == 0) {
                return answer(number, mine);
            }
            int count;
            try {
                count = body.readNBytes(buffer, 0, Math.min(buffer.length, credit));
            } catch (IOException e) {
                send(new Frame.Abort(number));
                return temporary("4.3.0", "the message cannot be read");
            }
            if (count > 0 && !send(new Frame.Data(number, Chunk.copyOf(buffer, count)))) {
                return temporary(GONE_STATUS, GONE);
            }
            total += count;
            mine.spend(count);
            if (count < Math.min(buffer.length, credit)) {
                send(new Frame.End(number, total));
                return answer(number, mine);
            }
        }
    }

    private HelperAnswer answer(int number, PendingRequest mine) throws InterruptedException {
        HelperAnswer answer = mine.awaitAnswer();
        if (answer == null) {
            send(new Frame.Abort(number));
            return temporary("4.4.1", "the helper does not answer");
        }
        return answer;
    }

    private void readAnswers() {
        boolean good = true;
        while (good) {
            good = switch (FrameCodec.read(pair.in())) {
                case Reading.Whole(Frame frame) -> take(frame);
                case Reading.Malformed _, Reading.Broken _, Reading.Ended _ -> false;
            };
        }
        close();
        whenGone.run();
    }

    private boolean take(Frame frame) {
        return switch (frame) {
            case Frame.Hello(int version) -> version == Frame.VERSION;
            case Frame.Credit(int number, int bytes) -> {
                PendingRequest request = pending.get(number);
                yield bytes > 0 && (request == null || request.grant(bytes));
            }
            case Frame.Output(int number, Chunk bytes) -> {
                PendingRequest request = pending.get(number);
                yield request == null || request.say(bytes);
            }
            case Frame.Answer(int number, HelperAnswer answer) -> {
                PendingRequest request = pending.get(number);
                if (request != null) {
                    request.end(answer);
                }
                yield true;
            }
            case Frame.Begin _, Frame.Data _, Frame.End _, Frame.Abort _ -> false;
        };
    }

    private boolean send(Frame frame) {
        try {
            writer.write(frame);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static HelperAnswer temporary(String status, String text) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, status, text);
    }

    /// Ends the conversation; requests under way get a temporary answer. The helper sees the end and ends too.
    @Override
    public void close() {
        gone.set(true);
        pending.values().forEach(request -> request.end(temporary(GONE_STATUS, GONE)));
        try {
            pair.close();
        } catch (IOException _) {
            // Nobody is left to tell.
        }
    }
}
