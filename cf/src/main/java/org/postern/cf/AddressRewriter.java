package org.postern.cf;

import java.util.Optional;
import org.postern.base.SysExit;

/// Rewrites an address for a mailer (sendmail's remotename): 3, then 1 or 2, then the mailer's `S=` or `R=`, then 4.
final class AddressRewriter {
    private final Configuration configuration;
    private final RewriteEngine engine;
    private final MacroScope macros;
    private SysExit status = SysExit.OK;

    AddressRewriter(RewriteEngine engine, MacroScope macros) {
        this.configuration = engine.configuration();
        this.engine = engine;
        this.macros = macros;
    }

    /// The address alone; comments are dropped.
    RewrittenAddress rewrite(String address, AddressUse use, Mailer mailer, Optional<SenderDomain> sender) {
        return rewrite(address, CrackedAddress.PLAIN, use, mailer, sender);
    }

    /// The address with its comments and phrase, unless the mailer has flag `c`.
    RewrittenAddress rewriteWithComments(String address, AddressUse use, Mailer mailer, Optional<SenderDomain> sender) {
        String frame = mailer.has('c')
                ? CrackedAddress.PLAIN
                : CrackedAddress.frame(
                        address,
                        configuration.options().text(CfOption.MUST_QUOTE_CHARS),
                        configuration.options().flag(CfOption.COLON_OK_IN_ADDR));
        return rewrite(address, frame, use, mailer, sender);
    }

    private RewrittenAddress rewrite(
            String address, String frame, AddressUse use, Mailer mailer, Optional<SenderDomain> sender) {
        macros.define("addr_type", use.macroValue());
        CharTypes types = configuration.rules().types();
        Tokens tokens = Tokenizer.tokens(address, types, CharTypes.Comments.DROPPED);
        if (tokens.isEmpty()) {
            return new RewrittenAddress(address, SysExit.OK);
        }
        status = SysExit.OK;
        tokens = run(3, tokens);
        Optional<Tokens> domain = sender.filter(
                        from -> from.mailer().has('C') && !from.domain().isEmpty())
                .map(from -> Tokenizer.tokens(from.domain(), types, CharTypes.Comments.DROPPED));
        if (domain.isPresent() && !hasDomain(tokens)) {
            tokens = run(3, tokens.followedBy(domain.get()));
        }
        tokens = run(use.sender() ? 1 : 2, tokens);
        int own = ruleset(use, mailer.rulesets());
        if (own > 0) {
            tokens = run(own, tokens);
        }
        tokens = run(4, tokens);
        String text = tokens.join(configuration.rules().blankSubstitute())
                .replace(Code.META_QUOTE, (char) (Code.META_QUOTE & 0x7f));
        return new RewrittenAddress(CrackedAddress.fill(frame, text), status);
    }

    private static int ruleset(AddressUse use, Mailer.RuleSets sets) {
        return switch (use) {
            case ENVELOPE_SENDER -> sets.senderEnvelope();
            case ENVELOPE_RECIPIENT -> sets.recipientEnvelope();
            case HEADER_SENDER -> sets.senderHeader();
            case HEADER_RECIPIENT -> sets.recipientHeader();
        };
    }

    private static boolean hasDomain(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).text().equals("@")) {
                return true;
            }
        }
        return false;
    }

    private Tokens run(int ruleset, Tokens input) {
        Workspace result = engine.rewrite(ruleset, input, macros);
        if (status == SysExit.OK || result.status() == SysExit.TEMPORARY_FAILURE) {
            status = result.status();
        }
        return result.tokens();
    }
}
