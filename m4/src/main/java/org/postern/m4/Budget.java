package org.postern.m4;

/// Counts what a run uses and ends it when a limit is passed.
final class Budget {
    private final M4Limits limits;
    private final Messages messages;
    private long work;
    private long held;
    private long written;

    Budget(M4Limits limits, Messages messages) {
        this.limits = limits;
        this.messages = messages;
    }

    /// So many characters were read or steps taken.
    void work(long steps) {
        work += steps;
        if (work > limits.work()) {
            throw messages.fatal("too much work: ended after " + limits.work() + " steps; is there an endless loop?");
        }
    }

    /// So many characters more are kept in memory.
    void hold(long characters) {
        held += characters;
        if (held > limits.heldCharacters()) {
            throw messages.fatal("too much text at one time (more than " + limits.heldCharacters()
                    + " characters); is there an endless recursion?");
        }
    }

    /// So many characters are not kept any longer.
    void release(long characters) {
        held -= characters;
    }

    /// Refuses a text that would be too long to hold, before it is made.
    void checkLength(long characters) {
        if (characters > limits.heldCharacters() - held) {
            hold(characters);
        }
    }

    /// So many characters go to the output.
    void write(long characters) {
        written += characters;
        if (written > limits.outputCharacters()) {
            throw messages.fatal("too much output (more than " + limits.outputCharacters() + " characters)");
        }
    }

    /// A macro call begins inside the arguments of `depth - 1` others.
    void nest(int depth) {
        if (limits.nesting() > 0 && depth > limits.nesting()) {
            throw messages.fatal("recursion limit of " + limits.nesting() + " exceeded, use -L<N> to change it");
        }
    }
}
