package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperOutput;

/// The standard input and output of a command that runs the queue in the foreground, as a next hop: the mailer
/// `P=[LPC]` speaks SMTP or LMTP with whoever sits there, a person or a script (decision 0014).
///
/// One conversation at a time. What comes on standard input belongs to the conversation under way, or to the next one.
/// Its end, when something came before it, counts only when the network process has nothing more to say for a while: a
/// script may have said all its answers in advance.
public final class Console {
    /// Nobody sits there: a daemon's.
    public static final Console NONE =
            new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), false, Duration.ZERO);

    private static final int BUFFER = 32 * 1024;
    private static final Duration AFTER_END_OF_INPUT = Duration.ofSeconds(5);
    private static final byte HARMLESS = '?';

    private final InputStream input;
    private final OutputStream output;
    private final boolean terminal;
    private final Duration afterEnd;
    private final Semaphore turn = new Semaphore(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Talk> current = Optional.empty();
    private boolean reading;
    private boolean inputEnded;
    private boolean somethingCame;

    /// @param terminal true when the output is a terminal: what could command it becomes question marks
    public Console(InputStream input, OutputStream output, boolean terminal) {
        this(input, output, terminal, AFTER_END_OF_INPUT);
    }

    /// @param afterEnd how long the network process may be silent after the end of the input
    Console(InputStream input, OutputStream output, boolean terminal, Duration afterEnd) {
        this.input = input;
        this.output = output;
        this.terminal = terminal;
        this.afterEnd = afterEnd;
    }

    /// One conversation; what changes in it belongs to the lock.
    private static final class Talk {
        private final HelperOutput hears;
        private Optional<HelperAnswer> answer = Optional.empty();
        private long pieces;

        Talk(HelperOutput hears) {
            this.hears = hears;
        }
    }

    /// Carries one conversation, until the network process ends it.
    ///
    /// @param said what the network process says; an [IOException] out of it means that it gives up
    /// @param hears takes what comes on standard input
    /// @param time how long it may last
    HelperAnswer talk(InputStream said, HelperOutput hears, Duration time) {
        if (!turn.tryAcquire()) {
            return ProgramExit.later("standard input and output are in use", "");
        }
        Talk talk = new Talk(hears);
        try {
            begin(talk);
            Thread.ofPlatform().daemon(true).name("console-output").start(() -> print(talk, said));
            return end(talk, time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ProgramExit.later("interrupted", "");
        } finally {
            lock.lock();
            try {
                current = Optional.empty();
            } finally {
                lock.unlock();
            }
            turn.release();
        }
    }

    private void begin(Talk talk) {
        lock.lock();
        try {
            current = Optional.of(talk);
            changed.signalAll();
            if (!reading) {
                reading = true;
                Thread.ofPlatform().daemon(true).name("console-input").start(this::read);
            }
        } finally {
            lock.unlock();
        }
    }

    private HelperAnswer end(Talk talk, Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (talk.answer.isEmpty() && !inputEnded && left > 0) {
                left = changed.awaitNanos(left);
            }
            long before = -1;
            while (talk.answer.isEmpty() && inputEnded && somethingCame && talk.pieces != before) {
                before = talk.pieces;
                long silence = afterEnd.toNanos();
                while (talk.answer.isEmpty() && talk.pieces == before && silence > 0) {
                    silence = changed.awaitNanos(silence);
                }
            }
            String late = inputEnded ? "nobody answers on standard input" : "the conversation did not end in time";
            return talk.answer.orElseGet(() -> ProgramExit.later(late, ""));
        } finally {
            lock.unlock();
        }
    }

    private void print(Talk talk, InputStream said) {
        byte[] piece = new byte[BUFFER];
        HelperAnswer answer = ProgramExit.answer(0, "", "");
        try {
            for (int count = said.read(piece); count >= 0; count = said.read(piece)) {
                if (terminal) {
                    disarm(piece, count);
                }
                output.write(piece, 0, count);
                output.flush();
                lock.lock();
                try {
                    talk.pieces++;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException _) {
            answer = ProgramExit.later("the conversation was given up", "");
        }
        settle(talk, answer);
    }

    /// Mail of strangers passes here: nothing of it commands a terminal.
    private static void disarm(byte[] piece, int count) {
        for (int i = 0; i < count; i++) {
            int c = piece[i] & 0xff;
            boolean plain = (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
            if (!plain) {
                piece[i] = HARMLESS;
            }
        }
    }

    private void settle(Talk talk, HelperAnswer answer) {
        lock.lock();
        try {
            if (talk.answer.isEmpty()) {
                talk.answer = Optional.of(answer);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        byte[] piece = new byte[BUFFER];
        try {
            for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
                Talk hearer = whoHears();
                hand(hearer, piece, count);
            }
        } catch (IOException _) {
            // The same as an end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            inputEnded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Talk whoHears() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (current.isEmpty()) {
                changed.await();
            }
            somethingCame = true;
            return current.get();
        } finally {
            lock.unlock();
        }
    }

    private void hand(Talk talk, byte[] piece, int count) {
        try {
            talk.hears.write(piece, count);
        } catch (IOException tooMuch) {
            settle(talk, ProgramExit.later("standard input says too much", ""));
        }
    }
}
