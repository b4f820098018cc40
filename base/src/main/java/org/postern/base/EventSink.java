package org.postern.base;

/// Where events go. An implementation must not block for long and must never throw.
@FunctionalInterface
public interface EventSink {
    /// Takes one event; the sink decides by [Event#logLevel] whether a line is written.
    void accept(Event event);

    /// A sink that forgets everything.
    static EventSink none() {
        return event -> {};
    }
}
