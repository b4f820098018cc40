package org.postern.mail;

import java.util.Optional;
import java.util.Set;

/// One recipient of an envelope.
///
/// @param address as given, with its angle brackets if it had them; no line breaks and no NUL
/// @param flags what the sender asked for
/// @param originalRecipient the ORCPT parameter in its `type;xtext` form (RFC 3461 §4.2)
/// @param finalRecipient what the address was before aliases, for reports
/// @param controllingUser whose rights a file or program needs
public record Recipient(
        String address,
        Set<RecipientFlag> flags,
        Optional<String> originalRecipient,
        Optional<String> finalRecipient,
        Optional<ControllingUser> controllingUser) {
    public Recipient {
        EnvelopeText.check("recipient", address);
        originalRecipient.ifPresent(text -> EnvelopeText.check("ORCPT", text));
        finalRecipient.ifPresent(text -> EnvelopeText.check("final recipient", text));
        flags = Set.copyOf(flags);
    }

    /// A recipient that the sender named, without further wishes: failures and delays are reported.
    public static Recipient of(String address) {
        return new Recipient(
                address,
                Set.of(RecipientFlag.PRIMARY, RecipientFlag.NOTIFY_FAILURE, RecipientFlag.NOTIFY_DELAY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
