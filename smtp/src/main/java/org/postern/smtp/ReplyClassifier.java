package org.postern.smtp;

import java.util.Optional;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

/// Turns the reply of a next hop into an outcome, with the words that sendmail writes after `stat=` and the status
/// after `dsn=` (sendmail op guide §2.1.1).
final class ReplyClassifier {
    private static final String UNAVAILABLE = "Service unavailable";
    private static final String USER_UNKNOWN = "User unknown";
    private static final String FORMAT_ERROR = "Data format error";
    private static final String PROTOCOL_ERROR = "Remote protocol error";

    private ReplyClassifier() {}

    /// The greeting, or the answer to HELO.
    static DeliveryOutcome greeting(Reply reply) {
        if (reply.permanent()) {
            return failed(reply, new EnhancedStatus(5, 5, 0), UNAVAILABLE, false);
        }
        return deferred(reply, new EnhancedStatus(4, 5, 0), false);
    }

    static DeliveryOutcome mail(Reply reply) {
        if (reply.temporary()) {
            return deferred(reply);
        }
        return switch (reply.code()) {
            case 501 -> failed(reply, new EnhancedStatus(5, 5, 2), FORMAT_ERROR, true);
            case 553 -> failed(reply, new EnhancedStatus(5, 1, 3), FORMAT_ERROR, true);
            case 552 -> failed(reply, new EnhancedStatus(5, 3, 4), UNAVAILABLE, true);
            default -> other(reply);
        };
    }

    static DeliveryOutcome rcpt(Reply reply) {
        if (reply.temporary()) {
            return deferred(reply);
        }
        return switch (reply.code()) {
            case 550 -> failed(reply, new EnhancedStatus(5, 1, 1), USER_UNKNOWN, true);
            case 551 -> failed(reply, new EnhancedStatus(5, 1, 6), USER_UNKNOWN, true);
            case 553 -> failed(reply, new EnhancedStatus(5, 1, 3), USER_UNKNOWN, true);
            default -> other(reply);
        };
    }

    static DeliveryOutcome data(Reply reply) {
        return reply.temporary() ? deferred(reply) : other(reply);
    }

    /// The answer to the final dot.
    ///
    /// @param offer when the server announced ENHANCEDSTATUSCODES, its code is no part of the text
    static DeliveryOutcome sent(Reply reply, ServerOffer offer, boolean lmtp) {
        Optional<String> line = Optional.of(lastLine(reply));
        EnhancedStatus own = own(reply, 2).orElse(new EnhancedStatus(2, 0, 0));
        if (lmtp) {
            return new DeliveryOutcome.Delivered(own, "Sent", line);
        }
        boolean enhanced = offer.has(ServerOffer.Extension.ENHANCED_STATUS_CODES);
        String words = enhanced ? reply.lines().getLast() : lastLine(reply).substring(4);
        String text = words.isEmpty() ? "Sent" : "Sent (" + words + ")";
        return new DeliveryOutcome.Relayed(own, text, line, offer.has(ServerOffer.Extension.DSN));
    }

    /// The server has the name of this host.
    ///
    /// @param words what is wrong, with a code, in the place of a reply: that of the server says nothing of it
    static DeliveryOutcome loop(String words) {
        return new DeliveryOutcome.Failed(new EnhancedStatus(5, 3, 5), "Local configuration error", Optional.of(words));
    }

    static DeliveryOutcome lost(String hostName) {
        return communication("Connection reset by " + hostName);
    }

    static DeliveryOutcome timedOut(String hostName) {
        return communication("Connection timed out with " + hostName);
    }

    /// The server sends what is no reply. Nobody knows what it wants, so it is tried again later.
    static DeliveryOutcome malformed(String hostName) {
        return communication("Protocol error from " + hostName);
    }

    /// The server has no DELIVERBY, and the sender wants the message back rather than late.
    static DeliveryOutcome cannotDeliverBy() {
        return new DeliveryOutcome.Failed(new EnhancedStatus(5, 4, 7), UNAVAILABLE, Optional.empty());
    }

    /// The server has no SMTPUTF8, and the message needs it.
    static DeliveryOutcome cannotTakeInternational() {
        return new DeliveryOutcome.Failed(new EnhancedStatus(5, 6, 7), UNAVAILABLE, Optional.empty());
    }

    /// The body could not be read here.
    static DeliveryOutcome bodyFailed() {
        return new DeliveryOutcome.Deferred(new EnhancedStatus(4, 3, 0), "Deferred: I/O error", Optional.empty());
    }

    private static DeliveryOutcome communication(String text) {
        return new DeliveryOutcome.Deferred(new EnhancedStatus(4, 4, 2), "Deferred: " + text, Optional.empty());
    }

    private static DeliveryOutcome other(Reply reply) {
        if (reply.permanent()) {
            return failed(reply, general(reply.code()), UNAVAILABLE, true);
        }
        return failed(reply, new EnhancedStatus(5, 5, 1), PROTOCOL_ERROR, false);
    }

    private static DeliveryOutcome deferred(Reply reply) {
        return deferred(reply, general(reply.code()), true);
    }

    private static DeliveryOutcome deferred(Reply reply, EnhancedStatus usual, boolean ownFirst) {
        String line = lastLine(reply);
        EnhancedStatus status = ownFirst ? own(reply, 4).orElse(usual) : usual;
        return new DeliveryOutcome.Deferred(status, "Deferred: " + line, Optional.of(line));
    }

    private static DeliveryOutcome failed(Reply reply, EnhancedStatus usual, String text, boolean ownFirst) {
        EnhancedStatus status = ownFirst ? own(reply, 5).orElse(usual) : usual;
        return new DeliveryOutcome.Failed(status, text, Optional.of(lastLine(reply)));
    }

    /// The enhanced status of the reply, when it says the same as its code.
    private static Optional<EnhancedStatus> own(Reply reply, int kind) {
        return reply.status().filter(status -> status.kind() == kind);
    }

    /// The enhanced status that goes with a code that has none.
    static EnhancedStatus general(int code) {
        return switch (code) {
            case 450 -> new EnhancedStatus(4, 2, 0);
            case 451 -> new EnhancedStatus(4, 3, 0);
            case 452 -> new EnhancedStatus(4, 3, 1);
            case 500 -> new EnhancedStatus(5, 5, 2);
            case 501, 504 -> new EnhancedStatus(5, 5, 4);
            case 502, 503 -> new EnhancedStatus(5, 5, 1);
            case 550 -> new EnhancedStatus(5, 2, 0);
            case 551 -> new EnhancedStatus(5, 1, 6);
            case 552 -> new EnhancedStatus(5, 2, 2);
            case 553 -> new EnhancedStatus(5, 1, 3);
            default -> new EnhancedStatus(code / 100 == 4 ? 4 : 5, 0, 0);
        };
    }

    private static String lastLine(Reply reply) {
        return new Reply(
                        reply.code(),
                        reply.status(),
                        java.util.List.of(reply.lines().getLast()))
                .text();
    }
}
