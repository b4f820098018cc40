package org.postern.queue;

import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;

/// How queue runs go.
///
/// @param order `QueueSortOrder`
/// @param maxSize `MaxQueueRunSize`: one run takes no more messages than this; 0 for no limit
/// @param automatic true when messages become due by themselves, by the schedule; false when only a run that somebody
///     asked for takes them, besides new ones
/// @param immediate false when new messages wait for the next queue run too (`DeliveryMode` queue and deferred)
/// @param maxRunners `MaxQueueChildren`: how many messages that come again are delivered at a time; 0 for no limit
/// @param respectsAge true when a run over everything leaves out what was tried a moment ago (`MinQueueAge`,
///     `MaxQueueAge`)
public record RunRules(
        QueueSortOrder order, int maxSize, boolean automatic, boolean immediate, int maxRunners, boolean respectsAge) {
    /// The macro with the letter of a delivery mode that one message has, in place of the option's: it came over a port
    /// with a mode of its own, or its client waits for it.
    public static final String MODE_MACRO = "deliveryMode";

    private static final String LATER = "qd";

    /// By cost, without limit, by the schedule.
    public static final RunRules STANDARD = new RunRules(QueueSortOrder.PRIORITY, 0, true);

    /// With immediate delivery of new messages.
    public RunRules(QueueSortOrder order, int maxSize, boolean automatic) {
        this(order, maxSize, automatic, true, 0, false);
    }

    /// True when a new message is due at once.
    boolean startsAtOnce(Envelope envelope) {
        String own = envelope.macros().getOrDefault(MODE_MACRO, "");
        boolean counts = !own.isEmpty() && !envelope.flags().contains(EnvelopeFlag.SPLIT);
        boolean atOnce = counts ? LATER.indexOf(own.charAt(0)) < 0 : immediate;
        return atOnce || envelope.flags().contains(EnvelopeFlag.RESPONSE);
    }
}
