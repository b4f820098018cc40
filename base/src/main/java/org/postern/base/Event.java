package org.postern.base;

import java.util.List;
import java.util.Optional;

/// One thing worth knowing: a session opened, a recipient refused, a message queued, a delivery tried.
///
/// Every module declares its own events as records. The classic syslog line, JSON and metrics are renderings of the
/// same event; no other place formats a log line. Values in [#fields] and [#text] are already safe for a log (see
/// [PeerText#forLog]).
public interface Event {
    /// Syslog priorities, in sendmail's use of them.
    enum Priority {
        ALERT(1),
        CRITICAL(2),
        ERROR(3),
        WARNING(4),
        NOTICE(5),
        INFO(6),
        DEBUG(7);

        private final int code;

        Priority(int code) {
            this.code = code;
        }

        /// The number in a syslog packet.
        public int code() {
            return code;
        }
    }

    /// One named value of an event.
    record Field(String name, String value) {}

    /// A stable dotted name, `message.received` for example; metrics and JSON use it.
    String name();

    /// The `LogLevel` from which on the line appears (sendmail op guide §5.1.1).
    int logLevel();

    /// The priority of the syslog line.
    Priority priority();

    /// The queue id that starts the line; without one, lines of a session start with `NOQUEUE: `.
    Optional<String> queueId();

    /// The values, in the order of sendmail's line.
    List<Field> fields();

    /// The text of the line after the queue id: `name=value` joined by `, ` unless the event says it in words.
    default String text() {
        StringBuilder out = new StringBuilder(128);
        for (Field field : fields()) {
            if (!out.isEmpty()) {
                out.append(", ");
            }
            out.append(field.name()).append('=').append(field.value());
        }
        return out.toString();
    }

    /// The whole line as sendmail writes it.
    default String line() {
        return queueId().map(id -> id + ": " + text()).orElseGet(this::text);
    }
}
