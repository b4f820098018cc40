package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.mail.BodyType;
import org.postern.mail.DeliverBy;

/// The envelope of a message that a client sends.
///
/// @param sender without angle brackets; empty for `<>`
/// @param recipients at least one, in the order in which they are named
/// @param size the size for the SIZE parameter in bytes
/// @param body what the sender declared
/// @param eightBit the message holds bytes above 127
/// @param envelopeId ENVID in xtext
/// @param returnContent RET, when it was given
/// @param authSender AUTH in xtext or `<>`
/// @param deliverBy BY with the seconds that remain
/// @param international whether SMTPUTF8 is asked for (RFC 6531 §3.4)
public record OutgoingMessage(
        String sender,
        List<OutgoingRecipient> recipients,
        long size,
        BodyType body,
        boolean eightBit,
        Optional<String> envelopeId,
        Optional<ReturnContent> returnContent,
        Optional<String> authSender,
        Optional<DeliverBy> deliverBy,
        International international) {
    /// What a message wants of SMTPUTF8.
    public enum International {
        /// Nothing.
        NO,
        /// The parameter is passed on; a server without the extension can take the message as well.
        ASKED,
        /// Addresses or header hold bytes above 127: only a server with the extension can take it.
        NEEDED
    }

    public OutgoingMessage {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipient");
        }
    }

    /// A message without special wishes.
    public static OutgoingMessage of(String sender, List<OutgoingRecipient> recipients, long size) {
        return new OutgoingMessage(
                sender,
                recipients,
                size,
                BodyType.UNSTATED,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                International.NO);
    }
}
