package org.postern.receive;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// What TLS or AUTH has shown about a client: `AUTH=server, relay=NAME [IP], authid=alice, mech=PLAIN, bits=0`.
///
/// @param name of the event, `session.authenticated` for example
/// @param logLevel from which on the line appears
/// @param priority of the line
/// @param queueId what the line begins with; empty for lines that begin with nothing
/// @param fields the values, safe for a log
/// @param words the text of the line where it is not made of the fields
record TrustEvent(
        String name,
        int logLevel,
        Priority priority,
        Optional<String> queueId,
        List<Field> fields,
        Optional<String> words)
        implements Event {
    private static final int LEVEL = 9;

    TrustEvent {
        fields = List.copyOf(fields);
    }

    static TrustEvent of(String name, int logLevel, List<Field> fields) {
        return new TrustEvent(name, logLevel, Priority.INFO, Optional.empty(), fields, Optional.empty());
    }

    static TrustEvent of(String name, List<Field> fields) {
        return of(name, LEVEL, fields);
    }

    /// Something did not work.
    static TrustEvent failed(String name, int logLevel, Optional<String> queueId, List<Field> fields, String words) {
        return new TrustEvent(name, logLevel, Priority.WARNING, queueId, fields, Optional.of(words));
    }

    @Override
    public String text() {
        return words.orElseGet(Event.super::text);
    }
}
