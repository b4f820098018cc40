package org.postern.deliver;

import java.util.Optional;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

/// The outcomes that arise on this side of the connection, in sendmail's words (`stat=` and `dsn=` of its log).
final class DeliveryTexts {
    static final String DEFERRED = "Deferred";

    private static final String CROWDED = "too many connections to ";

    private DeliveryTexts() {}

    static DeliveryOutcome.Deferred deferred(int subject, int detail, String reason) {
        return deferred(new EnhancedStatus(4, subject, detail), reason);
    }

    static DeliveryOutcome.Deferred deferred(EnhancedStatus status, String reason) {
        String text = reason.isEmpty()
                ? DEFERRED
                : DEFERRED + ": " + PeerText.of(reason).forLog();
        return new DeliveryOutcome.Deferred(status, text, Optional.empty());
    }

    static DeliveryOutcome.Failed failed(int subject, int detail, String text, String reply) {
        return new DeliveryOutcome.Failed(
                new EnhancedStatus(5, subject, detail),
                PeerText.of(text).forLog(),
                reply.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PeerText.of(reply).forLog()));
    }

    /// As many as may talk to the host do so already.
    static DeliveryOutcome.Deferred crowded(String host) {
        return deferred(4, 5, CROWDED + host);
    }

    /// True for [#crowded], and for nothing that a host said.
    static boolean isCrowded(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.Deferred
                && outcome.remoteReply().isEmpty()
                && outcome.statusText().startsWith(DEFERRED + ": " + CROWDED);
    }

    static DeliveryOutcome.Deferred refused(String host) {
        return deferred(4, 1, "Connection refused by " + host);
    }

    static DeliveryOutcome.Deferred timedOut(String host) {
        return deferred(4, 1, "Connection timed out with " + host);
    }

    static DeliveryOutcome.Deferred reset(String host) {
        return deferred(4, 2, "Connection reset by " + host);
    }

    static DeliveryOutcome.Deferred nameServerFailure(String host) {
        return deferred(4, 3, "Name server: " + host + ": host name lookup failure");
    }

    static DeliveryOutcome.Failed hostUnknown(String host, boolean nameExists) {
        String why = nameExists ? "no data known" : "host not found";
        String text = "Host unknown (Name server: " + host + ": " + why + ")";
        return failed(1, 2, text, "550 5.1.2 " + text);
    }

    static DeliveryOutcome.Failed noMailAccepted() {
        return failed(1, 10, "Service unavailable", "556 5.1.10 Service unavailable");
    }

    static DeliveryOutcome.Failed loopsBack(String host) {
        return failed(
                3,
                5,
                "Local configuration error",
                "553 5.3.5 " + host + " config error: mail loops back to me (MX problem?)");
    }
}
