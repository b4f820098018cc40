package org.postern.m4;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A name with its meanings; the last that was pushed is the one in force.
final class Symbol {
    private final String name;
    private final Deque<Meaning> meanings = new ArrayDeque<>();
    private boolean traced;

    Symbol(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /// The meaning in force, or null when the name is not defined.
    @Nullable
    Meaning meaning() {
        return meanings.peek();
    }

    /// All meanings, the one in force first.
    Deque<Meaning> meanings() {
        return meanings;
    }

    boolean traced() {
        return traced;
    }

    void traced(boolean on) {
        traced = on;
    }
}
