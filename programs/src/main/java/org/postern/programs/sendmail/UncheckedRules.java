package org.postern.programs.sendmail;

import java.util.List;
import java.util.Optional;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.CheckResult;
import org.postern.cf.MacroScope;
import org.postern.cf.Mailer;
import org.postern.cf.Resolution;
import org.postern.cf.RewrittenAddress;
import org.postern.cf.RuleReply;
import org.postern.cf.RuleText;
import org.postern.cf.SenderDomain;

/// Rules without the check rule sets: those are for clients of the SMTP service. A message that a command leaves in
/// the queue is checked when it is sent on, as with sendmail's submission program. An address that cannot be understood
/// for now, because a map does not answer in this process, is no reason to refuse it: that is found out then.
record UncheckedRules(AddressRules rules) implements AddressRules {
    @Override
    public Resolution resolve(String address, AddressUse use, MacroScope macros) {
        return switch (rules.resolve(address, use, macros)) {
            case Resolution.Refused(RuleReply reply) when reply.temporary() -> new Resolution.Discarded();
            case Resolution known -> known;
        };
    }

    @Override
    public Optional<Resolution> resolveLocal(Resolution.ToMailer local, MacroScope macros) {
        return rules.resolveLocal(local, macros);
    }

    @Override
    public RewrittenAddress rewrite(
            String address, AddressUse use, Mailer mailer, Optional<SenderDomain> senderMailer, MacroScope macros) {
        return rules.rewrite(address, use, mailer, senderMailer, macros);
    }

    @Override
    public String rewriteHeader(
            String name,
            String value,
            AddressUse use,
            Mailer mailer,
            Optional<SenderDomain> senderMailer,
            MacroScope macros) {
        return rules.rewriteHeader(name, value, use, mailer, senderMailer, macros);
    }

    @Override
    public CheckResult check(String ruleset, String argument, MacroScope macros) {
        return CheckResult.Accepted.PLAIN;
    }

    @Override
    public CheckResult check(String ruleset, String first, String second, MacroScope macros) {
        return CheckResult.Accepted.PLAIN;
    }

    @Override
    public CheckResult checkKeepingComments(String ruleset, List<String> arguments, MacroScope macros) {
        return CheckResult.Accepted.PLAIN;
    }

    @Override
    public Optional<List<String>> call(String ruleset, List<String> arguments, MacroScope macros) {
        return Optional.empty();
    }

    @Override
    public RuleText text(String ruleset, List<String> arguments, MacroScope macros) {
        return RuleText.NOTHING;
    }

    @Override
    public boolean has(String ruleset) {
        return false;
    }

    @Override
    public String expand(String text, MacroScope macros) {
        return rules.expand(text, macros);
    }
}
