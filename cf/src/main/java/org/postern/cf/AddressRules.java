package org.postern.cf;

import java.util.List;
import java.util.Optional;

/// What a configuration says about addresses. [RewriteEngine] is the real one; tests of other rooms may answer
/// themselves.
///
/// All calls are safe from several threads at once; what a call changes, it changes only in the `macros` that it is
/// given.
public interface AddressRules {
    /// Parses an address to its mailer triple: rule sets 3 and 0, then 2, the mailer's `R=` and 4 on the user part
    /// (sendmail's parseaddr).
    ///
    /// @param address as it stands in `RCPT TO:`, an alias or a header, with or without brackets; at most 255 bytes
    Resolution resolve(String address, AddressUse use, MacroScope macros);

    /// Runs rule set 5 on a local user that no alias changed (sendmail op guide §5.1.2).
    ///
    /// @return what replaces the recipient, or empty when it stays as it is
    Optional<Resolution> resolveLocal(Resolution.ToMailer local, MacroScope macros);

    /// Rewrites an address for a mailer (sendmail's remotename): 3, then 1 and `S=` for senders or 2 and `R=` for
    /// recipients, then 4.
    ///
    /// @param address without comments
    /// @param senderMailer the mailer that the sender resolved to; its flag `C` adds the sender's domain
    ///     to addresses without one
    RewrittenAddress rewrite(
            String address, AddressUse use, Mailer mailer, Optional<SenderDomain> senderMailer, MacroScope macros);

    /// Rewrites all addresses of one header field, comments and phrases kept (sendmail's commaize).
    ///
    /// @param value the field's body as it stands, folded or not
    /// @param use [AddressUse#HEADER_SENDER] or [AddressUse#HEADER_RECIPIENT]
    /// @return the new body with the blank behind the colon, folded with `\n` and eight blanks as sendmail folds
    String rewriteHeader(
            String name,
            String value,
            AddressUse use,
            Mailer mailer,
            Optional<SenderDomain> senderMailer,
            MacroScope macros);

    /// Runs a check rule set on one argument, comments stripped.
    ///
    /// @param ruleset its name; one that does not exist accepts everything
    CheckResult check(String ruleset, String argument, MacroScope macros);

    /// Runs a check rule set on two arguments, which the rules see as `first $| second`.
    CheckResult check(String ruleset, String first, String second, MacroScope macros);

    /// Runs a check rule set that must see parentheses as text (`check_eoh`, `check_eom`, `check_other`, `$>+` header
    /// checks).
    ///
    /// @param arguments one, or two that are joined by `$|`
    CheckResult checkKeepingComments(String ruleset, List<String> arguments, MacroScope macros);

    /// Runs a rule set that answers with words behind `$#`: `greet_pause`, `srv_features`, `authinfo`, `queuegroup`.
    ///
    /// @return the tokens behind `$#`, each quoted token with its quotes; empty when there is no such rule
    ///     set or it did not answer
    Optional<List<String>> call(String ruleset, List<String> arguments, MacroScope macros);

    /// Runs a rule set that answers with a text: `tls_srv_features`, `tls_clt_features`.
    ///
    /// @return what the rules leave, blanks between words only; empty when there is no such rule set
    RuleText text(String ruleset, List<String> arguments, MacroScope macros);

    /// True when the configuration has rules under this name.
    boolean has(String ruleset);

    /// Expands the macros of a text, as in mailer arguments, the greeting and header templates.
    ///
    /// @param text in the internal form that [Configuration] holds
    String expand(String text, MacroScope macros);
}
