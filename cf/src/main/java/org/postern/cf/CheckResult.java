package org.postern.cf;

import java.util.Optional;

/// The verdict of a check rule set (`check_mail`, `check_rcpt`, `tls_client`, a header's rule set ...).
public sealed interface CheckResult {
    /// Nothing against it, or the rule set does not exist.
    ///
    /// @param answer what stood behind `$#` if anything, such as `OK` or `RELAY`; for the rule sets that
    ///     answer with words (`greet_pause`, `srv_features`) use [AddressRules#call]
    record Accepted(String answer) implements CheckResult {
        /// Acceptance without further words.
        public static final Accepted PLAIN = new Accepted("");
    }

    /// `$#error`: the client gets this reply.
    ///
    /// @param entry the entry of a map that said so, as far as that is known
    record Rejected(RuleReply reply, Optional<DecidingEntry> entry) implements CheckResult {
        /// The rules themselves said so.
        public Rejected(RuleReply reply) {
            this(reply, Optional.empty());
        }
    }

    /// `$#discard`: answer success and forget the message or recipient.
    ///
    /// @param entry the entry of a map that said so, as far as that is known
    record Discarded(Optional<DecidingEntry> entry) implements CheckResult {
        /// The rules themselves said so.
        public Discarded() {
            this(Optional.empty());
        }
    }

    /// `$#error $@ quarantine`: accept, and hold the message.
    ///
    /// @param reason shown to the administrator; safe text it is not
    /// @param entry the entry of a map that said so, as far as that is known
    record Quarantined(String reason, Optional<DecidingEntry> entry) implements CheckResult {
        /// The rules themselves said so.
        public Quarantined(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// A map could not answer and the rules did not take care of it; sendmail goes on as if accepted, callers that
    /// must be safe refuse with 4xx.
    ///
    /// @param reply the 451 that fits
    record TemporaryFailure(RuleReply reply) implements CheckResult {}
}
