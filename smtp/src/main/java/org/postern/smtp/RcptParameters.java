package org.postern.smtp;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.RecipientFlag;

/// The parameters of RCPT, understood.
///
/// @param notifyOn NOTIFY; an empty set is NEVER, absent when it was not given (RFC 3461 §4.1)
/// @param originalRecipient ORCPT as `type;xtext` as it came (RFC 3461 §4.2)
public record RcptParameters(Optional<Set<Notify>> notifyOn, Optional<String> originalRecipient) {
    /// Nothing was given.
    public static final RcptParameters NONE = new RcptParameters(Optional.empty(), Optional.empty());

    /// What the sender wants to hear of.
    public enum Notify {
        SUCCESS,
        FAILURE,
        DELAY
    }

    public RcptParameters {
        notifyOn = notifyOn.map(Set::copyOf);
    }

    /// The flags of the recipient in the queue: without NOTIFY failures and delays are reported.
    public Set<RecipientFlag> flags() {
        EnumSet<RecipientFlag> flags = EnumSet.of(RecipientFlag.PRIMARY);
        if (notifyOn.isPresent()) {
            flags.add(RecipientFlag.NOTIFY_GIVEN);
        }
        for (Notify wish : notifyOn.orElse(Set.of(Notify.FAILURE, Notify.DELAY))) {
            flags.add(
                    switch (wish) {
                        case SUCCESS -> RecipientFlag.NOTIFY_SUCCESS;
                        case FAILURE -> RecipientFlag.NOTIFY_FAILURE;
                        case DELAY -> RecipientFlag.NOTIFY_DELAY;
                    });
        }
        return Set.copyOf(flags);
    }
}
