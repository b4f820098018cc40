package org.postern.smtp;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.PeerText;
import org.postern.mail.QueueId;

/// One mail transaction: MAIL and the recipients accepted so far. A value behind one reference; a reset drops it.
///
/// @param id the name that the message will have in the queue
/// @param sender as typed, with its brackets
/// @param parameters the parameters of MAIL
/// @param recipients accepted recipients in order
/// @param discarded a rule said discard: the message is taken and thrown away
/// @param quarantine why the message is held, when a rule said so
public record Transaction(
        QueueId id,
        PeerText sender,
        MailParameters parameters,
        List<Accepted> recipients,
        boolean discarded,
        Optional<String> quarantine) {
    /// One accepted recipient.
    ///
    /// @param address as typed, with its brackets
    /// @param parameters the parameters of RCPT
    public record Accepted(PeerText address, RcptParameters parameters) {}

    public Transaction {
        recipients = AcceptedList.of(recipients);
    }

    /// A transaction without recipients.
    public static Transaction of(QueueId id, PeerText sender, MailParameters parameters) {
        return new Transaction(id, sender, parameters, List.of(), false, Optional.empty());
    }

    /// The recipients, each once: one that is named again in the same words is not counted again in the log.
    public List<Accepted> differentRecipients() {
        Set<String> seen = new HashSet<>();
        return recipients.stream()
                .filter(one -> seen.add(one.address().forParsing()))
                .toList();
    }

    Transaction discarding() {
        return new Transaction(id, sender, parameters, recipients, true, quarantine);
    }

    Transaction quarantined(String reason) {
        return new Transaction(id, sender, parameters, recipients, discarded, Optional.of(quarantine.orElse(reason)));
    }

    Transaction plus(Accepted accepted) {
        List<Accepted> more = AcceptedList.of(recipients).plus(accepted);
        return new Transaction(id, sender, parameters, more, discarded, quarantine);
    }
}
