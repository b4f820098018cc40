package org.postern.mail;

import java.util.Optional;
import java.util.OptionalLong;

/// One recipient in a [DeliveryReport] (RFC 3464 §2.3). Texts that hold line breaks are refused.
///
/// @param address as the text part shows it, as the sender gave it
/// @param finalRecipient for `Final-Recipient`, without type: what the sender may know, never the result of an alias
/// @param originalRecipient ORCPT, `type;xtext`, when it was given
/// @param actualRecipient for `X-Actual-Recipient` with its type, `rfc822; a@b` or `X-Unix; |prog`; absent to hide it
///     (PrivacyOptions noactualrecipient)
/// @param expandedFrom the address that was expanded to this one
/// @param action what happened
/// @param status the enhanced status
/// @param remoteMta the host that decided
/// @param diagnostic for `Diagnostic-Code` with its type, `SMTP; 550 5.1.1 no such user` or `X-Unix; 69`
/// @param reason the words for the text part
/// @param lastAttemptSeconds when it was last tried
/// @param willRetryUntilSeconds when it will be given up, for a delay
public record ReportedRecipient(
        String address,
        String finalRecipient,
        Optional<String> originalRecipient,
        Optional<String> actualRecipient,
        Optional<String> expandedFrom,
        Action action,
        EnhancedStatus status,
        Optional<String> remoteMta,
        Optional<String> diagnostic,
        Optional<String> reason,
        long lastAttemptSeconds,
        OptionalLong willRetryUntilSeconds) {
    /// What happened, in sendmail's words.
    public enum Action {
        FAILED("failed", ""),
        DELAYED("delayed", ""),
        DELIVERED("delivered (to mailbox)", "  (successfully delivered to mailbox)"),
        /// Handed to a host that does not send reports itself.
        RELAYED("relayed (to non-DSN-aware mailer)", "  (relayed to non-DSN-aware mailer)"),
        /// Handed to a host that knows no DELIVERBY (RFC 2852 §4.1.4.1).
        RELAYED_NOTIFY("relayed (Deliver-By notify mode)", "  (Deliver-By notify: relayed)"),
        /// Handed on under DELIVERBY with trace.
        RELAYED_TRACE("relayed (Deliver-By trace mode)", "  (Deliver-By trace: relayed)"),
        EXPANDED("expanded (to multi-recipient alias)", "  (expanded by mailing list)");

        private final String field;
        private final String words;

        Action(String field, String words) {
            this.field = field;
            this.words = words;
        }

        /// The value of the `Action` field.
        String field() {
            return field;
        }

        /// What stands behind the address in the text part.
        String words() {
            return words;
        }
    }

    public ReportedRecipient {
        EnvelopeText.check("address", address);
        EnvelopeText.check("final recipient", finalRecipient);
        originalRecipient.ifPresent(text -> EnvelopeText.check("ORCPT", text));
        actualRecipient.ifPresent(text -> EnvelopeText.check("actual recipient", text));
        expandedFrom.ifPresent(text -> EnvelopeText.check("expanded address", text));
        remoteMta.ifPresent(text -> EnvelopeText.check("remote host", text));
        diagnostic.ifPresent(text -> EnvelopeText.check("diagnostic", text));
        reason.ifPresent(text -> EnvelopeText.check("reason", text));
    }
}
