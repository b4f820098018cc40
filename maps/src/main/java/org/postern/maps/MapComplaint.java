package org.postern.maps;

import java.util.concurrent.atomic.AtomicReference;
import org.postern.base.Event.Priority;
import org.postern.base.EventSink;

/// Reports what is wrong with a map once, not at every look-up.
final class MapComplaint {
    private final String map;
    private final EventSink events;
    private final AtomicReference<String> last = new AtomicReference<>("");

    MapComplaint(String map, EventSink events) {
        this.map = map;
        this.events = events;
    }

    /// Something is wrong; reported unless it was the last thing that was reported.
    void about(String text) {
        if (!last.getAndSet(text).equals(text)) {
            events.accept(new MapEvent(map, Priority.CRITICAL, text));
        }
    }

    /// All is well again.
    void none() {
        if (!last.get().isEmpty()) {
            last.set("");
        }
    }
}
