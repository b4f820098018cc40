package org.postern.cf;

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
    record Rejected(RuleReply reply) implements CheckResult {}

    /// `$#discard`: answer success and forget the message or recipient.
    record Discarded() implements CheckResult {}

    /// `$#error $@ quarantine`: accept, and hold the message.
    ///
    /// @param reason shown to the administrator; safe text it is not
    record Quarantined(String reason) implements CheckResult {}

    /// A map could not answer and the rules did not take care of it; sendmail goes on as if accepted, callers that
    /// must be safe refuse with 4xx.
    ///
    /// @param reply the 451 that fits
    record TemporaryFailure(RuleReply reply) implements CheckResult {}
}
