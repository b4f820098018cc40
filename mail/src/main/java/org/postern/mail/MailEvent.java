package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// What happens to messages, as the log shows it (sendmail op guide §2.1.1). The names and the order of the fields
/// are sendmail's: log readers depend on them.
public sealed interface MailEvent extends Event {
    private static String safe(String text) {
        return PeerText.escape(text, PeerText.LOG_LIMIT);
    }

    private static void add(List<Field> fields, String name, Optional<String> value) {
        value.ifPresent(text -> fields.add(new Field(name, safe(text))));
    }

    /// A message was collected: the line with `from=`.
    ///
    /// @param id its name in the queue
    /// @param sender as given, with its brackets
    /// @param size bytes of header and body
    /// @param precedence the number that the Precedence field gave, `class=`
    /// @param recipients how many
    /// @param messageId the Message-Id field
    /// @param bodyType BODY, when it was given
    /// @param protocol `ESMTP`; absent for local submission
    /// @param daemon the name of the daemon; absent for local submission
    /// @param relay who gave it: `localhost [127.0.0.1]` or `root@localhost`
    /// @param senderMailer the mailer that the sender is reached by, for statistics; empty when that is not known
    record MessageReceived(
            QueueId id,
            String sender,
            long size,
            int precedence,
            int recipients,
            Optional<String> messageId,
            Optional<String> bodyType,
            Optional<String> protocol,
            Optional<String> daemon,
            String relay,
            String senderMailer)
            implements MailEvent {
        private static final int LEVEL = 5;

        @Override
        public String name() {
            return "message.received";
        }

        @Override
        public int logLevel() {
            return LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.INFO;
        }

        @Override
        public Optional<String> queueId() {
            return Optional.of(id.value());
        }

        @Override
        public List<Field> fields() {
            List<Field> fields = new ArrayList<>();
            fields.add(new Field("from", safe(sender)));
            fields.add(new Field("size", Long.toString(size)));
            fields.add(new Field("class", Integer.toString(precedence)));
            fields.add(new Field("nrcpts", Integer.toString(recipients)));
            add(fields, "msgid", messageId);
            add(fields, "bodytype", bodyType);
            add(fields, "proto", protocol);
            add(fields, "daemon", daemon);
            fields.add(new Field("relay", safe(relay)));
            return fields;
        }
    }

    /// A message was begun and not accepted: the same line, with what was known of it.
    ///
    /// @param told the line
    record MessageDropped(MessageReceived told) implements MailEvent {
        @Override
        public String name() {
            return "message.dropped";
        }

        @Override
        public int logLevel() {
            return told.logLevel();
        }

        @Override
        public Priority priority() {
            return told.priority();
        }

        @Override
        public Optional<String> queueId() {
            return told.queueId();
        }

        @Override
        public List<Field> fields() {
            return told.fields();
        }
    }

    /// A report about a message was made: `QID: QID2: DSN: User unknown`.
    ///
    /// @param id the message that it is about
    /// @param reportId the message that it is
    /// @param kind `DSN`, `sender notify`, `postmaster notify` or `return to sender`
    /// @param reason the words of the result
    record ReportIssued(QueueId id, QueueId reportId, String kind, String reason) implements MailEvent {
        private static final int LEVEL = 6;

        @Override
        public String name() {
            return "report.issued";
        }

        @Override
        public int logLevel() {
            return LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.INFO;
        }

        @Override
        public Optional<String> queueId() {
            return Optional.of(id.value());
        }

        @Override
        public List<Field> fields() {
            return List.of(
                    new Field("report", reportId.value()), new Field("kind", kind), new Field("reason", safe(reason)));
        }

        @Override
        public String text() {
            return reportId + ": " + kind + ": " + safe(reason);
        }
    }

    /// An error that the peer was told: `QID: <nosuch>... User unknown`.
    ///
    /// @param id the message under way, if any
    /// @param words the reply without its codes
    record UserError(Optional<QueueId> id, String words) implements MailEvent {
        private static final int LEVEL = 4;

        @Override
        public String name() {
            return "user.error";
        }

        @Override
        public int logLevel() {
            return LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.NOTICE;
        }

        @Override
        public Optional<String> queueId() {
            return id.map(QueueId::value);
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("error", safe(words)));
        }

        @Override
        public String text() {
            return safe(words);
        }
    }
}
