package org.postern.mail;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The message that a [DeliveryReport] is about.
///
/// @param id its name in the queue
/// @param sender its envelope sender as given: the report goes there
/// @param arrivedSeconds when it arrived
/// @param receivedFrom who gave it (macro `$_`): `root@localhost` or `client.test [10.0.0.1]`
/// @param receivedFromMta the name of the client, when it came by SMTP
/// @param envelopeId ENVID in xtext
/// @param deliverBySeconds when it has to be delivered, seconds since 1970 (RFC 2852 §6)
/// @param header its header, for the last part
public record ReportedMessage(
        QueueId id,
        String sender,
        long arrivedSeconds,
        String receivedFrom,
        Optional<String> receivedFromMta,
        Optional<String> envelopeId,
        OptionalLong deliverBySeconds,
        List<HeaderField> header) {
    public ReportedMessage {
        EnvelopeText.check("sender", sender);
        EnvelopeText.check("client", receivedFrom);
        receivedFromMta.ifPresent(text -> EnvelopeText.check("client name", text));
        envelopeId.ifPresent(text -> EnvelopeText.check("ENVID", text));
        header = List.copyOf(header);
    }
}
