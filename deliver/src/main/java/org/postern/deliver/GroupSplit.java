package org.postern.deliver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.cf.QueueGroup;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.queue.MessageBody;
import org.postern.queue.QueueException;
import org.postern.queue.QueueGroups;

/// Splits what stays in the queue into envelopes of no more recipients than its queue group allows (`r=` of a Q line,
/// sendmail op guide §5.8).
///
/// Each new envelope is committed before its recipients leave the old one.
final class GroupSplit {
    private final Map<String, Integer> limits = new HashMap<>();
    private final QueueCopies copies;
    private final EventSink events;

    GroupSplit(List<QueueGroup> groups, QueueCopies copies, EventSink events) {
        this.copies = copies;
        this.events = events;
        for (QueueGroup group : groups) {
            if (group.maxRecipients() > 0) {
                limits.put(Ascii.lower(group.name()), group.maxRecipients());
            }
        }
    }

    /// Splits.
    ///
    /// @param remaining the recipients that wait
    /// @return those that stay in this envelope
    List<Recipient> split(Envelope envelope, MessageBody body, List<Recipient> remaining) {
        String group = envelope.macros().getOrDefault(QueueGroups.MACRO, org.postern.queue.QueueGroup.DEFAULT);
        int limit = limits.getOrDefault(Ascii.lower(group), Integer.MAX_VALUE);
        List<Recipient> staying = new ArrayList<>(remaining);
        while (staying.size() > limit) {
            List<Recipient> leaving = staying.subList(staying.size() - limit, staying.size());
            Optional<QueueId> id = commit(envelope, body, List.copyOf(leaving));
            if (id.isEmpty()) {
                break;
            }
            events.accept(new EnvelopeDivided(envelope.id().value(), id.get().value(), limit, staying.size()));
            leaving.clear();
        }
        return staying;
    }

    private Optional<QueueId> commit(Envelope envelope, MessageBody body, List<Recipient> recipients) {
        Set<EnvelopeFlag> flags = EnumSet.of(EnvelopeFlag.SPLIT);
        flags.addAll(envelope.flags());
        try {
            return Optional.of(copies.commit(
                    id -> envelope.toBuilder()
                            .id(id)
                            .recipients(recipients)
                            .flags(flags)
                            .build(),
                    body));
        } catch (QueueException e) {
            events.accept(DeliveryTrouble.of(envelope.id().value(), "the envelope is not split", e));
            return Optional.empty();
        }
    }
}
