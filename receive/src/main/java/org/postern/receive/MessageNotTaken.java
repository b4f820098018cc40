package org.postern.receive;

import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.mail.MailDate;
import org.postern.mail.MailEvent;
import org.postern.smtp.ReceivedMessage;
import org.postern.smtp.SessionNotice;
import org.postern.smtp.Transaction;

/// A message that has come as a whole and was refused or discarded, for the log: sendmail's line `from=`, and after it
/// a line for each recipient with the reason.
///
/// @param priority what it would cost
/// @param protocol how it came
/// @param messageId its Message-Id field
/// @param seconds since MAIL
/// @param remark a line about the reason, which comes in between
/// @param words the reason
record MessageNotTaken(
        Transaction transaction,
        ReceivedMessage message,
        int precedence,
        long priority,
        Optional<String> protocol,
        Optional<String> messageId,
        long seconds,
        Optional<SessionNotice> remark,
        String words) {
    /// Writes the lines.
    ///
    /// @param daemonName empty for local submission
    void tell(Origin origin, String daemonName, EventSink events) {
        events.accept(new MailEvent.MessageDropped(new MailEvent.MessageReceived(
                transaction.id(),
                transaction.sender().forLog(),
                message.size(),
                precedence,
                transaction.differentRecipients().size(),
                messageId,
                said(transaction.parameters().body().keyword()),
                protocol,
                said(daemonName),
                origin.relay(),
                "")));
        remark.ifPresent(events::accept);
        ReceiveNotice.Kind kind =
                words.equals("discarded") ? ReceiveNotice.Kind.DISCARDED : ReceiveNotice.Kind.NOT_TAKEN;
        for (Transaction.Accepted recipient : transaction.differentRecipients()) {
            events.accept(ReceiveNotice.about(
                    kind,
                    transaction.id().value(),
                    "to=" + recipient.address().forLog() + ", delay=" + MailDate.span(seconds) + ", pri=" + priority
                            + ", stat=" + PeerText.escape(words, PeerText.LOG_LIMIT)));
        }
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }
}
