package org.postern.queue;

import java.util.List;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;

/// Which messages a queue run takes (`-qI`, `-qR`, `-qS` with their negations; sendmail op guide §2.3.3). All given
/// conditions must hold.
///
/// @param conditions none means every message
public record QueueSelection(List<Condition> conditions) {
    /// Every message.
    public static final QueueSelection ALL = new QueueSelection(List.of());

    /// What a condition looks at.
    public enum Part {
        ID,
        SENDER,
        RECIPIENT
    }

    /// One condition.
    ///
    /// @param part what is looked at
    /// @param substring what it must contain, without regard to case
    /// @param negated true when it must not contain it
    public record Condition(Part part, String substring, boolean negated) {
        boolean holds(Envelope envelope) {
            boolean found = switch (part) {
                case ID -> contains(envelope.id().value());
                case SENDER -> contains(envelope.sender());
                case RECIPIENT -> envelope.recipients().stream().anyMatch(recipient -> contains(recipient.address()));
            };
            return found != negated;
        }

        private boolean contains(String text) {
            return Ascii.lower(text).contains(Ascii.lower(substring));
        }
    }

    public QueueSelection {
        conditions = List.copyOf(conditions);
    }

    /// True when the message is selected.
    public boolean selects(Envelope envelope) {
        return conditions.stream().allMatch(condition -> condition.holds(envelope));
    }
}
