package org.postern.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The control data of one message: everything that a `qf` file holds.
///
/// A value; a change makes a new one through [#toBuilder].
///
/// @param id its name in the queue
/// @param arrivedSeconds when it arrived, seconds since 1970 (`T`)
/// @param lastAttemptSeconds when it was last tried, 0 for never (`K`)
/// @param attempts how often it was tried (`N`)
/// @param priority its cost; a bigger number waits longer (`P`)
/// @param sender the envelope sender as given, with its angle brackets if it had them; `<>` for none (`S`)
/// @param bodyType `B`
/// @param flags `F`
/// @param envelopeId ENVID in xtext (`Z`)
/// @param authSender the AUTH parameter in xtext (`A`)
/// @param deliverBy `!`
/// @param statusMessage why it waits (`M`)
/// @param quarantineReason `q`
/// @param macros the macros that travel with the message, by name without `$` and braces (`$`)
/// @param recipients who still has to get it (`R` and the lines before each)
/// @param header the header fields in order (`H`)
public record Envelope(
        QueueId id,
        long arrivedSeconds,
        long lastAttemptSeconds,
        int attempts,
        long priority,
        String sender,
        BodyType bodyType,
        Set<EnvelopeFlag> flags,
        Optional<String> envelopeId,
        Optional<String> authSender,
        Optional<DeliverBy> deliverBy,
        Optional<String> statusMessage,
        Optional<String> quarantineReason,
        Map<String, String> macros,
        List<Recipient> recipients,
        List<HeaderField> header) {
    public Envelope {
        EnvelopeText.check("sender", sender);
        envelopeId.ifPresent(text -> EnvelopeText.check("ENVID", text));
        authSender.ifPresent(text -> EnvelopeText.check("AUTH", text));
        flags = Set.copyOf(flags);
        macros = Map.copyOf(macros);
        recipients = List.copyOf(recipients);
        header = List.copyOf(header);
    }

    /// True when nobody gets a report on this message: the sender is `<>`.
    public boolean nullSender() {
        return sender.isEmpty() || sender.equals("<>");
    }

    /// A builder for a new message.
    public static EnvelopeBuilder builder(QueueId id) {
        return new EnvelopeBuilder(id);
    }

    /// A builder that starts from this value.
    public EnvelopeBuilder toBuilder() {
        return new EnvelopeBuilder(this);
    }
}
