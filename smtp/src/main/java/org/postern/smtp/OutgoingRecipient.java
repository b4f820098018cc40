package org.postern.smtp;

import java.util.Optional;
import java.util.Set;

/// One recipient of a message that a client sends.
///
/// @param address without angle brackets; no control characters
/// @param wishes NOTIFY as the sender gave it; absent when it was not given, empty for NEVER
/// @param originalRecipient ORCPT as `type;xtext`
public record OutgoingRecipient(
        String address, Optional<Set<RcptParameters.Notify>> wishes, Optional<String> originalRecipient) {
    public OutgoingRecipient {
        wishes = wishes.map(Set::copyOf);
    }

    /// A recipient without wishes.
    public static OutgoingRecipient of(String address) {
        return new OutgoingRecipient(address, Optional.empty(), Optional.empty());
    }
}
