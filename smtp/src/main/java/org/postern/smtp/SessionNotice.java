package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// A log line of the dialogue that is said in words, in sendmail's words.
///
/// @param kind what it is about
/// @param queueId the message under way, else a name for the session, which no message has; `NOQUEUE` at the start
/// @param text the line after the queue id; safe for a log
public record SessionNotice(Kind kind, Optional<String> queueId, String text) implements Event {
    /// The kinds, with the `LogLevel` from which on each is written and its syslog priority.
    public enum Kind {
        CONNECTED("session.connected", 10, Priority.INFO),
        LOST_INPUT("session.lost", 2, Priority.NOTICE),
        IDLE("session.idle", 6, Priority.INFO),
        ATTACK("session.attack", 6, Priority.INFO),
        VIOLATION("session.violation", 0, Priority.INFO),
        OPEN_PROXY("session.http", 0, Priority.INFO),
        DANGEROUS_COMMAND("session.dangerous", 1, Priority.CRITICAL),
        UNDECODABLE("session.undecodable", 6, Priority.WARNING),
        EARLY_TALKER("session.early", 6, Priority.INFO),
        EARLY_DATA("session.early", 0, Priority.INFO),
        NULL_SERVER("session.refused", 11, Priority.INFO),
        ADDRESS_QUERY("session.query", 6, Priority.INFO),
        RECIPIENT_FLOOD("session.recipients", 6, Priority.INFO),
        TOO_MANY_RECIPIENTS("session.recipients", 4, Priority.NOTICE),
        COLLECT("message.collect", 1, Priority.NOTICE),
        PREMATURE_END("message.premature_end", 2, Priority.WARNING),
        HEADER_SIZE("message.size", 0, Priority.NOTICE),
        SIZE("message.size", 7, Priority.NOTICE),
        COMMAND("session.command", 15, Priority.INFO);

        private final String eventName;
        private final int level;
        private final Priority severity;

        Kind(String eventName, int level, Priority severity) {
            this.eventName = eventName;
            this.level = level;
            this.severity = severity;
        }
    }

    static SessionNotice of(Kind kind, Optional<String> queueId, String text) {
        return new SessionNotice(kind, queueId, PeerText.escape(text, 900));
    }

    @Override
    public String name() {
        return kind.eventName;
    }

    @Override
    public int logLevel() {
        return kind.level;
    }

    @Override
    public Priority priority() {
        return kind.severity;
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("text", text));
    }
}
