package org.postern.receive;

import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.mail.MailDate;
import org.postern.mail.MailEvent;
import org.postern.smtp.SessionView;
import org.postern.smtp.Transaction;

/// A message that was begun and will not come, for the log: sendmail's line `from=` with what was known, and before
/// it a line for each recipient when it was the client that took the message back.
///
/// @param size bytes that have come
record DroppedMessage(Transaction transaction, SessionView view, long size) {
    /// Writes the lines.
    ///
    /// @param why how the client took it back; empty when it did not
    /// @param seconds since MAIL
    /// @param daemonName empty for local submission
    void tell(String why, long seconds, Origin origin, String daemonName, EventSink events) {
        String id = transaction.id().value();
        if (!why.isEmpty()) {
            ReceiveNotice.Kind kind =
                    why.startsWith("aborted") ? ReceiveNotice.Kind.ABORTED : ReceiveNotice.Kind.TAKEN_BACK;
            for (Transaction.Accepted recipient : transaction.differentRecipients()) {
                events.accept(ReceiveNotice.about(
                        kind,
                        id,
                        "to=" + recipient.address().forLog() + ", delay=" + MailDate.span(seconds) + ", pri=0, stat="
                                + why));
            }
        }
        events.accept(new MailEvent.MessageDropped(new MailEvent.MessageReceived(
                transaction.id(),
                transaction.sender().forLog(),
                size > 0 ? size : transaction.parameters().size().orElse(0),
                0,
                transaction.differentRecipients().size(),
                Optional.empty(),
                said(transaction.parameters().body().keyword()),
                Optional.of(view.protocol()),
                said(daemonName),
                origin.relay(),
                "")));
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }
}
