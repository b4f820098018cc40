package org.postern.receive;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// A line about the receiving side itself, in sendmail's words.
///
/// @param kind what it is about
/// @param queueId the message under way; `NOQUEUE` in a session without one; empty outside of sessions
/// @param text the line after the queue id; safe for a log
public record ReceiveNotice(Kind kind, Optional<String> queueId, String text) implements Event {
    private static final int LONGEST = 900;

    /// The kinds, with the `LogLevel` from which on each is written and its syslog priority.
    public enum Kind {
        /// A listening socket could not be opened.
        CANNOT_LISTEN("receive.cannot_listen", 0, Priority.CRITICAL),
        /// Connections are refused because of a bound on their number.
        REJECTING_CONNECTIONS("receive.rejecting", 9, Priority.NOTICE),
        /// They still are, after some hours.
        STILL_REJECTING("receive.still_rejecting", 0, Priority.ERROR),
        /// Connections wait because the host is busy (option DelayLA).
        DELAYING_CONNECTIONS("receive.delaying", 9, Priority.NOTICE),
        /// Commands wait because the host is busy (option DelayLA).
        DELAYING_COMMANDS("receive.delaying_commands", 9, Priority.INFO),
        /// Connections wait because of ConnectionRateThrottle.
        DEFERRING_CONNECTIONS("receive.deferring", 9, Priority.NOTICE),
        /// Accepting failed, for example because no descriptor is free.
        ACCEPT_FAILED("receive.accept_failed", 1, Priority.ERROR),
        /// The queue could not store a message.
        STORAGE_FAILED("receive.storage_failed", 0, Priority.CRITICAL),
        /// A recipient of a message that its client took back.
        TAKEN_BACK("receive.taken_back", 11, Priority.INFO),
        /// The same when it said QUIT.
        ABORTED("receive.aborted", 10, Priority.INFO),
        /// A recipient of a message that was refused as a whole.
        NOT_TAKEN("receive.not_taken", 9, Priority.INFO),
        /// The same of a message that was discarded.
        DISCARDED("receive.discarded", 10, Priority.INFO),
        /// A MIME field was too long or not balanced.
        MIME_HEADER("receive.mime_header", 0, Priority.ALERT),
        /// There is no room for messages.
        LOW_ON_SPACE("receive.low_space", 0, Priority.ALERT),
        /// `srv_features` answered with a letter that means nothing.
        UNKNOWN_FEATURE("receive.unknown_feature", 9, Priority.WARNING),
        /// A local caller used a sender that is not its own.
        AUTHENTICATION_WARNING("receive.authentication_warning", 4, Priority.INFO),
        /// A client of a TLS port came and there is no certificate.
        NO_CERTIFICATE("receive.no_certificate", 1, Priority.WARNING),
        /// A bug of our own ended one session.
        INTERNAL_ERROR("receive.internal_error", 0, Priority.CRITICAL);

        private final String eventName;
        private final int level;
        private final Priority severity;

        Kind(String eventName, int level, Priority severity) {
            this.eventName = eventName;
            this.level = level;
            this.severity = severity;
        }
    }

    static ReceiveNotice of(Kind kind, String text) {
        return new ReceiveNotice(kind, Optional.of("NOQUEUE"), PeerText.escape(text, LONGEST));
    }

    /// A line that is about no session.
    static ReceiveNotice ofDaemon(Kind kind, String text) {
        return new ReceiveNotice(kind, Optional.empty(), PeerText.escape(text, LONGEST));
    }

    static ReceiveNotice about(Kind kind, String queueId, String text) {
        return new ReceiveNotice(kind, Optional.of(queueId), PeerText.escape(text, LONGEST));
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
