package org.postern.deliver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.EventSink;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.queue.QueueException;

/// Gives the members of a list with an `owner-` alias their own envelope, whose sender is the owner (sendmail op guide
/// §4.6).
///
/// When all recipients have the same owner, the envelope itself changes its sender; else one new envelope for each
/// owner is committed to the queue before its members leave this one.
final class OwnerSplit {
    private final QueueCopies copies;
    private final EventSink events;

    OwnerSplit(QueueCopies copies, EventSink events) {
        this.copies = copies;
        this.events = events;
    }

    /// What is left for this envelope.
    ///
    /// @param message the same message, perhaps from another sender
    /// @param targets to deliver from this envelope
    record Result(MessageContext message, List<ExpansionResult.Target> targets) {}

    /// Splits; the progress learns what became of the members.
    Result split(MessageContext message, ExpansionResult expanded, DeliveryProgress progress) {
        Map<String, List<ExpandedAddress>> owned = new LinkedHashMap<>();
        List<ExpansionResult.Target> others = new ArrayList<>();
        for (ExpansionResult.Target target : expanded.targets()) {
            Optional<String> owner = target.address().owner();
            if (owner.isEmpty()) {
                others.add(target);
            } else {
                owned.computeIfAbsent(owner.get(), _ -> new ArrayList<>()).add(target.address());
            }
        }
        if (owned.isEmpty()) {
            return new Result(message, expanded.targets());
        }
        if (owned.size() == 1 && others.isEmpty() && expanded.settled().isEmpty()) {
            MessageContext changed =
                    message.withSender(owned.keySet().iterator().next());
            progress.worksOn(changed.envelope());
            return new Result(changed, expanded.targets());
        }
        owned.forEach((owner, members) -> handOver(message, owner, members, progress));
        return new Result(message, others);
    }

    private void handOver(
            MessageContext message, String owner, List<ExpandedAddress> members, DeliveryProgress progress) {
        List<Recipient> recipients =
                members.stream().map(ExpandedAddress::recipient).toList();
        Envelope from = message.envelope();
        Set<EnvelopeFlag> flags = EnumSet.of(EnvelopeFlag.SPLIT);
        flags.addAll(from.flags());
        try {
            QueueId id = copies.commit(
                    newId -> from.toBuilder()
                            .id(newId)
                            .sender(owner)
                            .recipients(recipients)
                            .flags(flags)
                            .build(),
                    message.body());
            progress.handedOver(members);
            events.accept(new EnvelopeSplit(from.id().value(), id.value(), owner));
        } catch (QueueException e) {
            progress.takenBack(members, lists(members));
            events.accept(DeliveryTrouble.of(from.id().value(), "the members of a list wait", e));
        }
    }

    /// The addresses above the members that have no owner yet: expanding them again leads here again.
    private static Set<ExpandedAddress> lists(List<ExpandedAddress> members) {
        Set<ExpandedAddress> lists = new LinkedHashSet<>();
        for (ExpandedAddress member : members) {
            ExpandedAddress at = member;
            while (at.owner().isPresent() && at.parent().isPresent()) {
                at = at.parent().get();
            }
            lists.add(at);
        }
        return lists;
    }
}
