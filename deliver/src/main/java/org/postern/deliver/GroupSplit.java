package org.postern.deliver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

/// Splits what stays in the queue into envelopes for each queue group of its recipients, and of no more recipients than
/// the group allows (`r=` of a Q line, sendmail op guide §5.8).
///
/// Each new envelope is committed before its recipients leave the old one.
final class GroupSplit {
    private final Map<String, Integer> limits = new HashMap<>();
    private final GroupChoice choice;
    private final QueueCopies copies;
    private final EventSink events;

    GroupSplit(GroupChoice choice, QueueCopies copies, EventSink events) {
        this.choice = choice;
        this.copies = copies;
        this.events = events;
        for (QueueGroup group : choice.all()) {
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
        String own = envelope.macros().getOrDefault(QueueGroups.MACRO, org.postern.queue.QueueGroup.DEFAULT);
        Map<String, List<Recipient>> byGroup = new LinkedHashMap<>();
        for (Recipient recipient : remaining) {
            byGroup.computeIfAbsent(choice.of(recipient).orElse(own), _ -> new ArrayList<>())
                    .add(recipient);
        }
        String here = byGroup.containsKey(own)
                ? own
                : byGroup.keySet().stream().findFirst().orElse(own);
        List<Recipient> staying = new ArrayList<>(remaining.size());
        byGroup.forEach((group, recipients) ->
                staying.addAll(part(envelope, body, group, recipients, group.equals(here) ? 0 : recipients.size())));
        return staying;
    }

    /// Gives recipients of one group envelopes of their own.
    ///
    /// @param leave so many must leave in any case
    /// @return those that stay
    private List<Recipient> part(
            Envelope envelope, MessageBody body, String group, List<Recipient> recipients, int leave) {
        int limit = limits.getOrDefault(Ascii.lower(group), Integer.MAX_VALUE);
        List<Recipient> left = new ArrayList<>(recipients);
        while (left.size() > limit || (leave > 0 && !left.isEmpty())) {
            int together = Math.min(limit, left.size());
            List<Recipient> leaving = left.subList(left.size() - together, left.size());
            Optional<QueueId> id = commit(envelope, body, group, List.copyOf(leaving));
            if (id.isEmpty()) {
                break;
            }
            events.accept(new EnvelopeDivided(envelope.id().value(), id.get().value(), together, left.size()));
            leaving.clear();
        }
        return left;
    }

    private Optional<QueueId> commit(Envelope envelope, MessageBody body, String group, List<Recipient> recipients) {
        Map<String, String> macros = new HashMap<>(envelope.macros());
        macros.put(QueueGroups.MACRO, group);
        Set<EnvelopeFlag> flags = EnumSet.of(EnvelopeFlag.SPLIT);
        flags.addAll(envelope.flags());
        try {
            return Optional.of(copies.commit(
                    id -> envelope.toBuilder()
                            .id(id)
                            .macros(macros)
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
