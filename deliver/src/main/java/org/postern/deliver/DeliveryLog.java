package org.postern.deliver;

import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;

/// Turns attempts into events and figures.
final class DeliveryLog {
    private static final int MAX_ADDRESSES = 4096;

    private final Clock clock;
    private final EventSink events;
    private final DeliveryCounters counters;

    DeliveryLog(Clock clock, EventSink events, DeliveryCounters counters) {
        this.clock = clock;
        this.events = events;
        this.counters = counters;
    }

    /// An attempt was made.
    void attempted(Envelope envelope, Attempt attempt) {
        int count = attempt.addresses().size();
        switch (attempt.outcome()) {
            case DeliveryOutcome.Delivered _, DeliveryOutcome.Relayed _ -> counters.delivered.add(count);
            case DeliveryOutcome.Deferred _ -> counters.deferred.add(count);
            case DeliveryOutcome.Failed _ -> counters.failed.add(count);
        }
        boolean tried = attempt.seconds() != Attempt.NOT_TRIED;
        events.accept(new DeliveryAttempted(
                envelope.id().value(),
                addresses(attempt),
                controller(attempt.addresses().getFirst()),
                Math.max(0, clock.epochSeconds() - envelope.arrivedSeconds()),
                tried ? Optional.of(attempt.seconds()) : Optional.empty(),
                attempt.mailer(),
                envelope.priority(),
                PeerText.of(attempt.relay()).forLog(),
                attempt.outcome()));
    }

    private static String addresses(Attempt attempt) {
        if (attempt.addresses().size() == 1) {
            return PeerText.of(attempt.addresses().getFirst().recipient().address())
                    .forLog();
        }
        StringBuilder out = new StringBuilder(128);
        for (ExpandedAddress address : attempt.addresses()) {
            if (out.length() > MAX_ADDRESSES) {
                return out.append("...").toString();
            }
            if (!out.isEmpty()) {
                out.append(',');
            }
            out.append(PeerText.of(address.recipient().address()).forLog());
        }
        return out.toString();
    }

    private static Optional<String> controller(ExpandedAddress address) {
        return address.recipient()
                .controllingUser()
                .map(user -> PeerText.of(address(user)).forLog() + " (" + user.uid() + "/" + user.gid() + ")");
    }

    private static String address(ControllingUser user) {
        return user.address().isEmpty() ? user.user() : user.address();
    }
}
