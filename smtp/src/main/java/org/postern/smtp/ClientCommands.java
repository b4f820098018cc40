package org.postern.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.BodyType;
import org.postern.mail.DeliverBy;

/// Words MAIL and RCPT as sendmail's client does: which parameters are sent, and in which order.
final class ClientCommands {
    private ClientCommands() {}

    static String hello(ClientSettings settings, CommandVerb verb) {
        return line(verb.name() + " " + settings.heloName());
    }

    /// @param author true when the server may hear who wrote the message
    static String mail(OutgoingMessage message, ServerOffer offer, ClientSettings settings, boolean author) {
        StringBuilder out = new StringBuilder(96)
                .append("MAIL From:<")
                .append(message.sender())
                .append('>');
        if (offer.has(ServerOffer.Extension.SIZE)) {
            out.append(" SIZE=").append(message.size());
        }
        body(message, offer, settings).ifPresent(type -> out.append(" BODY=").append(type.keyword()));
        if (offer.has(ServerOffer.Extension.SMTPUTF8) && message.international() != OutgoingMessage.International.NO) {
            out.append(" SMTPUTF8");
        }
        if (offer.has(ServerOffer.Extension.DSN)) {
            message.envelopeId().ifPresent(id -> out.append(" ENVID=").append(id));
            message.returnContent().ifPresent(content -> out.append(" RET=").append(content));
        }
        if (author && offer.has(ServerOffer.Extension.AUTH)) {
            message.authSender().ifPresent(sender -> out.append(" AUTH=").append(sender));
        }
        if (offer.has(ServerOffer.Extension.DELIVER_BY)) {
            message.deliverBy().ifPresent(by -> out.append(deliverBy(by)));
        }
        return line(out.toString());
    }

    /// The BODY parameter: what was declared, or 8BITMIME for data that needs it.
    private static Optional<BodyType> body(OutgoingMessage message, ServerOffer offer, ClientSettings settings) {
        if (!offer.has(ServerOffer.Extension.EIGHT_BIT_MIME)) {
            return Optional.empty();
        }
        if (message.body() != BodyType.UNSTATED) {
            return Optional.of(message.body());
        }
        boolean needed = message.eightBit()
                && !settings.is(ClientSettings.Mode.SEVEN_BIT)
                && !settings.is(ClientSettings.Mode.EIGHT_BIT_ANYWAY);
        return needed ? Optional.of(BodyType.EIGHT_BIT_MIME) : Optional.empty();
    }

    private static String deliverBy(DeliverBy by) {
        return " BY=" + by.deadlineSeconds() + ";" + (by.returnMode() ? "R" : "N") + (by.trace() ? "T" : "");
    }

    static String rcpt(OutgoingRecipient recipient, ServerOffer offer) {
        StringBuilder out = new StringBuilder(64)
                .append("RCPT To:<")
                .append(recipient.address())
                .append('>');
        if (offer.has(ServerOffer.Extension.DSN)) {
            recipient.wishes().ifPresent(wishes -> out.append(" NOTIFY=").append(notify(wishes)));
            recipient
                    .originalRecipient()
                    .ifPresent(original -> out.append(" ORCPT=").append(original));
        }
        return line(out.toString());
    }

    private static String notify(Set<RcptParameters.Notify> wishes) {
        if (wishes.isEmpty()) {
            return "NEVER";
        }
        List<String> words = wishes.stream()
                .sorted()
                .map(wish -> wish.name().toUpperCase(Locale.ROOT))
                .toList();
        return String.join(",", words);
    }

    /// The line with its line end. Addresses come from rule sets and queue files: one with a line break in it would
    /// be two commands, so it never leaves.
    static String line(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException("a line break or NUL in a command");
            }
        }
        return text + "\r\n";
    }
}
