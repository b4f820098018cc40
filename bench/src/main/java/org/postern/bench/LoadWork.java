package org.postern.bench;

import java.util.List;

/// The messages of one run that are still to be sent, handed out to the dialogues, and how long each took.
final class LoadWork {
    /// One message that a dialogue sends.
    ///
    /// @param number counted from 0
    /// @param begun by [System#nanoTime]
    record Share(int number, LoadMessage message, long begun) {
        /// All have been handed out.
        static final Share NONE = new Share(-1, LoadMessage.of("nobody@nowhere.invalid", 0), 0);
    }

    private final List<LoadMessage> messages;
    private final long[] nanos;
    private int next;
    private int done;

    /// @param messages sent in turn, one after the other and then from the first on again
    /// @param count how many in all
    LoadWork(List<LoadMessage> messages, int count) {
        this.messages = List.copyOf(messages);
        this.nanos = new long[count];
    }

    /// The next message, or [Share#NONE].
    Share next() {
        if (!left()) {
            return Share.NONE;
        }
        Share share = new Share(next, messages.get(next % messages.size()), System.nanoTime());
        next++;
        return share;
    }

    /// Whether there is one that nobody has begun.
    boolean left() {
        return next < nanos.length;
    }

    /// The server has taken it.
    void done(Share share) {
        nanos[share.number()] = System.nanoTime() - share.begun();
        done++;
    }

    /// Whether the server has taken all.
    boolean finished() {
        return done == nanos.length;
    }

    /// Nanoseconds from the first command of each message to the reply to its end.
    long[] nanos() {
        return nanos.clone();
    }
}
