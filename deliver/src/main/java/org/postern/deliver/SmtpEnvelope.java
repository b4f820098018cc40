package org.postern.deliver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.cf.Mailer;
import org.postern.mail.DeliverBy;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;
import org.postern.smtp.OutgoingMessage;
import org.postern.smtp.OutgoingRecipient;
import org.postern.smtp.RcptParameters;
import org.postern.smtp.ReturnContent;

/// Makes the envelope that a next hop sees.
final class SmtpEnvelope {
    private SmtpEnvelope() {}

    static OutgoingMessage of(DeliveryJob job, MailerForm form, List<ExpansionResult.Target> targets, long nowSeconds) {
        Envelope envelope = job.message().envelope();
        List<OutgoingRecipient> recipients = new ArrayList<>(targets.size());
        for (ExpansionResult.Target target : targets) {
            Recipient recipient = target.address().recipient();
            recipients.add(new OutgoingRecipient(
                    spoken(target.route().user(), job.mailer()),
                    wishes(recipient.flags()),
                    recipient.originalRecipient()));
        }
        return new OutgoingMessage(
                reversePath(form.sender(), job),
                recipients,
                form.header().length + job.message().body().size(),
                envelope.bodyType(),
                envelope.flags().contains(EnvelopeFlag.EIGHT_BIT)
                        || job.message()
                                .treatment(job.mailer())
                                .restored(form.header())
                                .isPresent(),
                envelope.envelopeId(),
                returnContent(envelope.flags()),
                envelope.authSender(),
                remaining(envelope, nowSeconds),
                international(envelope, form, recipients));
    }

    /// With this host in front, as a route (mailer flag `p`).
    private static String reversePath(String sender, DeliveryJob job) {
        if (sender.isEmpty() || !job.mailer().has('p')) {
            return sender;
        }
        return "@" + job.message().hostName() + (sender.startsWith("@") ? "," : ":") + sender;
    }

    /// The recipient without leading backslashes (mailer flag `B`) and quotes (`s`). Quotes stay around what would be
    /// read as the end of the address.
    static String spoken(String user, Mailer mailer) {
        String text = user;
        while (mailer.has('B') && text.startsWith("\\")) {
            text = text.substring(1);
        }
        boolean safe = text.indexOf('<') < 0 && text.indexOf('>') < 0;
        return mailer.has('s') && safe ? withoutQuotes(text) : text;
    }

    private static String withoutQuotes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                out.append(text.charAt(i));
            } else if (c != '"') {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// BY with what is left of its time; without, when there is nothing left (RFC 2852 §4.1.4.2).
    private static Optional<DeliverBy> remaining(Envelope envelope, long nowSeconds) {
        long gone = Math.max(0, nowSeconds - envelope.arrivedSeconds());
        return envelope.deliverBy()
                .map(by -> new DeliverBy(by.deadlineSeconds() - gone, by.returnMode(), by.trace()))
                .filter(by -> by.deadlineSeconds() > 0);
    }

    private static OutgoingMessage.International international(
            Envelope envelope, MailerForm form, List<OutgoingRecipient> recipients) {
        if (!envelope.flags().contains(EnvelopeFlag.INTERNATIONAL)) {
            return OutgoingMessage.International.NO;
        }
        boolean needed = isEightBit(form.sender())
                || recipients.stream().anyMatch(recipient -> isEightBit(recipient.address()))
                || hasEightBit(form.header());
        return needed ? OutgoingMessage.International.NEEDED : OutgoingMessage.International.ASKED;
    }

    private static boolean isEightBit(String text) {
        return text.chars().anyMatch(c -> c > 127);
    }

    private static boolean hasEightBit(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    private static Optional<ReturnContent> returnContent(Set<EnvelopeFlag> flags) {
        if (!flags.contains(EnvelopeFlag.RETURN_GIVEN)) {
            return Optional.empty();
        }
        boolean headers = flags.contains(EnvelopeFlag.NO_BODY_RETURN);
        return Optional.of(headers ? ReturnContent.HDRS : ReturnContent.FULL);
    }

    private static Optional<Set<RcptParameters.Notify>> wishes(Set<RecipientFlag> flags) {
        if (!flags.contains(RecipientFlag.NOTIFY_GIVEN)) {
            return Optional.empty();
        }
        EnumSet<RcptParameters.Notify> wishes = EnumSet.noneOf(RcptParameters.Notify.class);
        if (flags.contains(RecipientFlag.NOTIFY_SUCCESS)) {
            wishes.add(RcptParameters.Notify.SUCCESS);
        }
        if (flags.contains(RecipientFlag.NOTIFY_FAILURE)) {
            wishes.add(RcptParameters.Notify.FAILURE);
        }
        if (flags.contains(RecipientFlag.NOTIFY_DELAY)) {
            wishes.add(RcptParameters.Notify.DELAY);
        }
        return Optional.of(wishes);
    }
}
