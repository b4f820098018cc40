package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.mail.DeliverBy;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.Envelope;

/// The time that a sender gave for the delivery (RFC 2852).
final class DeliveryTime {
    private DeliveryTime() {}

    /// True when it is over and delivery goes on all the same (`N`).
    static boolean exceeded(Envelope envelope, long nowSeconds) {
        return envelope.deliverBy().filter(by -> !by.returnMode()).isPresent() && over(envelope, nowSeconds);
    }

    /// True when it is over and the message has to go back (`R`).
    static boolean expired(Envelope envelope, long nowSeconds) {
        return envelope.deliverBy().filter(DeliverBy::returnMode).isPresent() && over(envelope, nowSeconds);
    }

    private static boolean over(Envelope envelope, long nowSeconds) {
        return nowSeconds - envelope.arrivedSeconds() > seconds(envelope);
    }

    /// The time that was given.
    static long seconds(Envelope envelope) {
        return envelope.deliverBy().map(DeliverBy::deadlineSeconds).orElse(Long.MAX_VALUE);
    }

    /// What becomes of a message that has to go back.
    static DeliveryOutcome outcome() {
        return new DeliveryOutcome.Failed(new EnhancedStatus(5, 4, 7), "delivery time expired", Optional.empty());
    }

    /// What reports tell of it.
    static List<String> transcript(Envelope envelope) {
        return List.of("Delivery time (" + seconds(envelope) + "s) expired", "Message will be deleted from queue");
    }
}
