package org.postern.cf;

/// What an address means according to the rule sets 3 and 0: sendmail's mailer triple (sendmail op guide §5.1.2).
public sealed interface Resolution {
    /// A mailer takes it.
    ///
    /// @param mailer who delivers
    /// @param host next hop; empty for mailers without one; lower case unless the mailer has flag `h`
    /// @param user what the mailer's next hop is told, after the mailer's own `R=` and rule set 4; lower
    ///     case unless the mailer has flag `u`
    /// @param address the whole address as it was given, without comments and outer angle brackets
    /// @param withoutRuleSet5 true when rule set 5 must not run on it (a leading `@` and mailer flag `@`)
    record ToMailer(Mailer mailer, String host, String user, String address, boolean withoutRuleSet5)
            implements Resolution {}

    /// `$#error`, a syntax error, or a configuration that does not resolve. A temporary one (4xx) is to be tried
    /// again.
    record Refused(RuleReply reply) implements Resolution {}

    /// `$#discard`: pretend that it was delivered.
    record Discarded() implements Resolution {}
}
