package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.mail.EnhancedStatus;

/// From an address to its mailer triple: rule sets 3 and 0, then 2, the mailer's `R=` and 4 on the user part
/// (sendmail's parseaddr and buildaddr; op guide §5.1.2). One object serves one address.
final class AddressParser {
    private static final int CANONIFY = 3;
    private static final int PARSE = 0;
    private static final int RECIPIENT = 2;
    private static final int FINAL = 4;
    private static final int LEVEL_WITH_SENDERS = 10;
    private static final String INCLUDE = ":include:";

    private final Configuration configuration;
    private final RewriteEngine engine;
    private final AddressUse use;
    private final MacroScope macros;
    private final List<String> problems = new ArrayList<>(0);
    private boolean temporary;
    private Optional<String> userFault = Optional.empty();
    private Optional<SysExit> exit = Optional.empty();
    private Triple errorTriple = new Triple("", "", "");

    AddressParser(RewriteEngine engine, AddressUse use, MacroScope macros) {
        this.configuration = engine.configuration();
        this.engine = engine;
        this.use = use;
        this.macros = macros;
    }

    Resolution parse(String address) {
        macros.define("addr_type", use.macroValue());
        Tokenizer.Result scanned = scan(address);
        if (!scanned.problems().isEmpty()) {
            return new Resolution.Refused(RuleReplies.of("", scanned.problems().getFirst()));
        }
        if (scanned.tokens().isEmpty()) {
            return new Resolution.Refused(RuleReplies.of("", "553 5.1.3 User address required"));
        }
        Resolution resolution = parse(scanned.tokens(), address);
        if (userFault.isPresent()) {
            return new Resolution.Refused(RuleReplies.of("", userFault.get()));
        }
        if (temporary && resolution instanceof Resolution.ToMailer) {
            return new Resolution.Refused(new RuleReply(
                    451,
                    new EnhancedStatus(4, 4, 3),
                    "Transient parse error -- message queued for future delivery",
                    SysExit.TEMPORARY_FAILURE));
        }
        return resolution;
    }

    private Tokenizer.Result scan(String address) {
        engine.trace().parses(address);
        Tokenizer.Result scanned = engine.scan(address, 0, '\0', CharTypes.Comments.DROPPED);
        problems.addAll(scanned.problems());
        if (scanned.tokens().isEmpty()) {
            engine.trace().unparsed("NULL");
        }
        return scanned;
    }

    private Resolution parse(Tokens tokens, String address) {
        Optional<String> fault = AddressFault.before(address, use);
        if (fault.isPresent()) {
            note(fault.get(), address.length() > AddressFault.MAX_ADDRESS ? AddressFault.cut(address) : "");
            engine.trace().unparsed("bad address");
            return new Resolution.Refused(RuleReplies.of("", fault.get()));
        }
        Resolution resolution = build(run(PARSE, run(CANONIFY, tokens)), address);
        if (userFault.isPresent()) {
            engine.trace().unparsed("bad q_user");
        } else if (resolution instanceof Resolution.ToMailer triple) {
            engine.trace().parsed(address, triple);
        }
        return resolution;
    }

    /// Rule set 5 on the user part of a local recipient; empty when it does not resolve.
    Optional<Resolution> parseLocal(Resolution.ToMailer local) {
        macros.define("addr_type", AddressUse.ENVELOPE_RECIPIENT.macroValue());
        macros.define("h", local.host());
        macros.define("u", local.user());
        Tokens input = Tokenizer.tokens(local.user(), configuration.rules().types(), CharTypes.Comments.DROPPED);
        if (input.isEmpty()) {
            return Optional.empty();
        }
        Tokens result = run(5, input);
        if (result.isEmpty() || !result.get(0).is(Code.MAILER)) {
            return Optional.empty();
        }
        return Optional.of(build(result, local.address()));
    }

    /// A triple as the address test prints it.
    ///
    /// @param mailer `*error*` for an error; empty when nothing could be parsed
    record Triple(String mailer, String host, String user) {}

    /// Parses an address for the address test, which goes on with what could be repaired.
    Triple triple(String address) {
        Tokens tokens = scan(address).tokens();
        if (tokens.isEmpty()) {
            return errorTriple;
        }
        return switch (parse(tokens, address)) {
            case Resolution.ToMailer to -> new Triple(to.mailer().name(), to.host(), to.user());
            case Resolution.Discarded _ -> new Triple("*discard*", "", "");
            case Resolution.Refused(RuleReply reply) -> {
                exit = Optional.of(reply.exit());
                yield errorTriple;
            }
        };
    }

    /// The exit status of a refused address.
    Optional<SysExit> exit() {
        return exit;
    }

    private Tokens run(int ruleset, Tokens input) {
        Workspace result = engine.rewrite(ruleset, input, macros);
        temporary |= result.status() == SysExit.TEMPORARY_FAILURE;
        problems.addAll(result.problems());
        return result.tokens();
    }

    private void note(String message, String about) {
        problems.add(message);
        engine.trace().problem(message, about);
    }

    private Resolution broken(String message) {
        note(message, "");
        errorTriple = new Triple("*error*", "", "");
        RuleReply reply = RuleReplies.of("", message);
        return new Resolution.Refused(new RuleReply(reply.code(), reply.status(), reply.text(), SysExit.SOFTWARE));
    }

    /// From the workspace that rule set 0 leaves to a triple.
    Resolution build(Tokens parsed, String address) {
        if (parsed.isEmpty() || !parsed.get(0).is(Code.MAILER)) {
            return broken("554 5.3.5 buildaddr: no mailer in parsed address");
        }
        if (parsed.size() < 2) {
            return broken("554 5.3.5 buildaddr: no mailer name after $#");
        }
        Workspace.Triple triple = new Workspace(parsed, SysExit.OK, List.of()).triple();
        if (triple.user().isEmpty()) {
            return broken("554 5.3.5 buildaddr: no user");
        }
        char blank = configuration.rules().blankSubstitute();
        Optional<String> host =
                triple.host().filter(tokens -> !tokens.isEmpty()).map(tokens -> tokens.join(blank));
        Tokens user = triple.user().get();
        if (Ascii.sameIgnoringCase(triple.mailer(), "error")) {
            RuleReply reply = RuleReplies.of(host.orElse(""), Quotes.strip(user.join(' ')));
            note(reply.line(), address);
            errorTriple = new Triple("*error*", host.orElse(""), user.join(' '));
            return new Resolution.Refused(reply);
        }
        Optional<Mailer> mailer = configuration.mailer(triple.mailer());
        if (mailer.isEmpty()) {
            return broken("554 5.3.5 buildaddr: unknown mailer " + triple.mailer());
        }
        if (host.isEmpty() && !mailer.get().has('l')) {
            return broken("554 5.3.5 buildaddr: no host");
        }
        return finish(mailer.get(), host.orElse(""), user, address);
    }

    private Resolution finish(Mailer resolved, String host, Tokens given, String address) {
        Mailer mailer = resolved;
        Tokens user = given;
        String text = user.join(' ');
        boolean withoutRuleSet5 = false;
        if (mailer.has('@') && text.startsWith("@")) {
            text = text.substring(1);
            user = user.from(1);
            withoutRuleSet5 = true;
        }
        if (text.startsWith("\"")) {
            text = text.substring(1);
        }
        if (text.startsWith("|") && mailer.has('|')) {
            mailer = builtIn("prog");
        } else if (text.startsWith("/") && mailer.has('/')) {
            mailer = builtIn("*file*");
        } else if (text.startsWith(":") && mailer.has(':')) {
            String plain = Quotes.strip(user.join(' '));
            if (Ascii.startsIgnoringCase(plain, INCLUDE)) {
                return new Resolution.ToMailer(
                        builtIn("*include*"), host, plain.substring(INCLUDE.length()), address, withoutRuleSet5);
            }
        }
        macros.define("h", host);
        return new Resolution.ToMailer(
                mailer,
                mailer.has('h') ? host : Ascii.lower(host),
                rewriteUser(mailer, user),
                address,
                withoutRuleSet5);
    }

    private String rewriteUser(Mailer mailer, Tokens given) {
        Tokens user = given;
        if (configuration.version().level() >= LEVEL_WITH_SENDERS || !use.sender()) {
            user = run(RECIPIENT, user);
            if (mailer.rulesets().recipientEnvelope() > 0) {
                user = run(mailer.rulesets().recipientEnvelope(), user);
            }
        }
        String text = run(FINAL, user).join(configuration.rules().blankSubstitute());
        userFault = AddressFault.after(text);
        if (userFault.isPresent()) {
            note(userFault.get(), "");
            text = AddressFault.masked(text);
        }
        return mailer.has('u') ? text : Ascii.lower(text);
    }

    private Mailer builtIn(String name) {
        return configuration.mailer(name).orElseThrow(() -> new IllegalStateException("no mailer " + name));
    }
}
