package org.postern.programs.mta;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.base.Event;
import org.postern.base.EventSink;

/// Lets others see the events that go to the log, while they want to.
final class EventTap implements EventSink {
    private final EventSink next;
    private final List<EventSink> others = new CopyOnWriteArrayList<>();

    /// @param next gets every event, first
    EventTap(EventSink next) {
        this.next = next;
    }

    @Override
    public void accept(Event event) {
        next.accept(event);
        others.forEach(other -> other.accept(event));
    }

    void add(EventSink other) {
        others.add(other);
    }

    void remove(EventSink other) {
        others.remove(other);
    }
}
