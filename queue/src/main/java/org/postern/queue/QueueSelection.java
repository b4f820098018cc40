package org.postern.queue;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;

/// Which messages a queue run takes (`-qI`, `-qR`, `-qS`, `-qQ`, `-qL`, `-qG` with their negations; sendmail op guide
/// §2.3.3). Of several conditions on one part any one is enough; all parts that are named must hold, as in sendmail.
///
/// @param kind which queue: the ordinary one, the quarantined messages or the lost ones
/// @param group only the messages of this queue group
/// @param conditions none means every message
public record QueueSelection(QueueKind kind, Optional<String> group, List<Condition> conditions) {
    /// Every message that is delivered in turn.
    public static final QueueSelection ALL = new QueueSelection(List.of());

    /// What a condition looks at.
    public enum Part {
        ID,
        SENDER,
        RECIPIENT,
        /// The reason of a quarantine.
        REASON
    }

    /// One condition.
    ///
    /// @param part what is looked at
    /// @param substring what it must contain, without regard to case but for ids and reasons
    /// @param negated true when it must not contain it; of several recipients one without it is enough
    public record Condition(Part part, String substring, boolean negated) {
        boolean holds(Envelope envelope) {
            return switch (part) {
                case ID -> envelope.id().value().contains(substring) != negated;
                case SENDER -> holds(envelope.sender());
                case RECIPIENT -> envelope.recipients().stream().anyMatch(recipient -> holds(recipient.address()));
                case REASON ->
                    envelope.quarantineReason().stream().anyMatch(reason -> reason.contains(substring) != negated);
            };
        }

        private boolean holds(String text) {
            return Ascii.lower(text).contains(Ascii.lower(substring)) != negated;
        }
    }

    public QueueSelection {
        conditions = List.copyOf(conditions);
    }

    /// Messages of the ordinary queue, in whatever group.
    public QueueSelection(List<Condition> conditions) {
        this(QueueKind.NORMAL, Optional.empty(), conditions);
    }

    /// True when it names messages by id, sender or recipient.
    public boolean choosesMessages() {
        return conditions.stream().anyMatch(condition -> condition.part() != Part.REASON);
    }

    /// True when the conditions hold for the message.
    public boolean selects(Envelope envelope) {
        for (Part part : Part.values()) {
            boolean named = false;
            boolean held = false;
            for (Condition condition : conditions) {
                if (condition.part() == part) {
                    named = true;
                    held = held || condition.holds(envelope);
                }
            }
            if (named && !held) {
                return false;
            }
        }
        return true;
    }
}
