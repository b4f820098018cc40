package org.postern.cf;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.base.SysExit;
import org.postern.mail.EnhancedStatus;

/// Runs the rule sets of one configuration. Immutable; one engine serves all threads.
public final class RewriteEngine implements AddressRules {
    private static final int MAX_EXPANSION = 4096;

    private final Configuration configuration;
    private final CompiledRules rules;
    private final RewriteLimits limits;
    private final RewriteTrace trace;

    /// @param maps by name in lower case; `host` is the one behind `$[ $]`
    public RewriteEngine(
            Configuration configuration, Function<String, Optional<MapLookup>> maps, RewriteLimits limits) {
        this(configuration, new CompiledRules(configuration, maps), limits, RewriteTrace.NONE);
    }

    private RewriteEngine(Configuration configuration, CompiledRules rules, RewriteLimits limits, RewriteTrace trace) {
        this.configuration = configuration;
        this.rules = rules;
        this.limits = limits;
        this.trace = trace;
    }

    /// An engine with the same rules that tells a trace what it does.
    public RewriteEngine traced(RewriteTrace listener) {
        return new RewriteEngine(configuration, rules, limits, listener);
    }

    /// What the rules were read from.
    public Configuration configuration() {
        return configuration;
    }

    /// Cuts an address into tokens, comments dropped.
    public Tokens tokens(String address) {
        return Tokenizer.tokens(address, rules.types(), CharTypes.Comments.DROPPED);
    }

    /// Runs one rule set.
    ///
    /// @param ruleset name or number; one that does not exist leaves the input as it is, with status
    ///     [SysExit#CONFIGURATION]
    public Workspace rewrite(String ruleset, Tokens input, MacroScope macros) {
        CompiledRules.Set set = rules.find(ruleset);
        if (set == null) {
            return new Workspace(input, SysExit.CONFIGURATION, List.of("554 5.3.5 Unknown ruleset " + ruleset));
        }
        return new RewriteCall(rules, limits, macros, trace).run(set, input);
    }

    Workspace rewrite(int ruleset, Tokens input, MacroScope macros) {
        return new RewriteCall(rules, limits, macros, trace).run(rules.set(ruleset), input);
    }

    /// Tells the trace an error that no rule set has met.
    void complain(String message) {
        trace.problem(message, "");
    }

    private AddressParser parser(AddressUse use, MacroScope macros) {
        return new AddressParser(this, use, macros);
    }

    RewriteTrace trace() {
        return trace;
    }

    /// Cuts a text into tokens and tells the trace about it.
    Tokenizer.Result scan(String text, int start, char delimiter, CharTypes.Comments comments) {
        trace.scans(text, start);
        Tokenizer.Result result = Tokenizer.scan(text, start, delimiter, rules.types(), comments);
        result.tell(trace, message -> trace.problem(message, text.substring(start)));
        return result;
    }

    @Override
    public Resolution resolve(String address, AddressUse use, MacroScope macros) {
        return parser(use, macros).parse(address);
    }

    @Override
    public Optional<Resolution> resolveLocal(Resolution.ToMailer local, MacroScope macros) {
        return parser(AddressUse.ENVELOPE_RECIPIENT, macros).parseLocal(local);
    }

    @Override
    public RewrittenAddress rewrite(
            String address, AddressUse use, Mailer mailer, Optional<SenderDomain> senderDomain, MacroScope macros) {
        return new AddressRewriter(this, macros).rewrite(address, use, mailer, senderDomain);
    }

    @Override
    public String rewriteHeader(
            String name,
            String value,
            AddressUse use,
            Mailer mailer,
            Optional<SenderDomain> senderDomain,
            MacroScope macros) {
        AddressRewriter rewriter = new AddressRewriter(this, macros);
        return new HeaderRewriter(configuration, rewriter).rewrite(name, value, use, mailer, senderDomain);
    }

    @Override
    public CheckResult check(String ruleset, String argument, MacroScope macros) {
        return check(ruleset, argument, CharTypes.Comments.DROPPED, macros);
    }

    @Override
    public CheckResult check(String ruleset, String first, String second, MacroScope macros) {
        return check(ruleset, first + Code.ELSE + second, CharTypes.Comments.DROPPED, macros);
    }

    @Override
    public CheckResult checkKeepingComments(String ruleset, List<String> arguments, MacroScope macros) {
        return check(ruleset, joined(arguments), CharTypes.Comments.KEPT_UNREPAIRED, macros);
    }

    private static String joined(List<String> arguments) {
        return String.join(String.valueOf(Code.ELSE), arguments);
    }

    private CheckResult check(String ruleset, String text, CharTypes.Comments comments, MacroScope macros) {
        CompiledRules.Set set = rules.find(ruleset);
        if (set == null) {
            return CheckResult.Accepted.PLAIN;
        }
        Tokens input = scanQuietly(text, comments);
        if (input.isEmpty()) {
            return CheckResult.Accepted.PLAIN;
        }
        return verdict(ruleset, new RewriteCall(rules, limits, macros, trace).run(set, input));
    }

    private Tokens scanQuietly(String text, CharTypes.Comments comments) {
        trace.scans(text, 0);
        Tokenizer.Result result = Tokenizer.scan(text, 0, '\0', rules.types(), comments);
        result.tell(trace, _ -> {});
        return result.tokens();
    }

    /// What the workspace at the end of a check rule set means. Errors of the rules themselves refuse, as their
    /// messages do in a session of sendmail.
    private static CheckResult verdict(String ruleset, Workspace result) {
        Workspace.Triple triple = result.triple();
        boolean decides = result.resolved()
                && (triple.mailer().equals("error") || triple.mailer().equals("discard"));
        if (decides) {
            return decision(ruleset, triple, result.entry());
        }
        if (!result.problems().isEmpty()) {
            return new CheckResult.Rejected(RuleReplies.of("", result.problems().getFirst()));
        }
        if (result.status() == SysExit.TEMPORARY_FAILURE) {
            return new CheckResult.TemporaryFailure(new RuleReply(
                    451,
                    new EnhancedStatus(4, 3, 0),
                    "Temporary system failure. Please try again later.",
                    SysExit.TEMPORARY_FAILURE));
        }
        return result.resolved() ? new CheckResult.Accepted(triple.mailer()) : CheckResult.Accepted.PLAIN;
    }

    private static CheckResult decision(String ruleset, Workspace.Triple triple, Optional<DecidingEntry> entry) {
        if (triple.mailer().equals("discard")) {
            return new CheckResult.Discarded(entry);
        }
        String host = triple.host().map(tokens -> tokens.join(' ')).orElse("");
        Optional<String> text = triple.user().map(tokens -> Quotes.strip(tokens.join(' ')));
        if (host.equals("quarantine")) {
            return new CheckResult.Quarantined(
                    text.filter(reason -> !reason.isEmpty()).orElse(ruleset), entry);
        }
        RuleReply reply = text.map(words -> RuleReplies.of(host, words))
                .orElseGet(() -> RuleReplies.of("", "554 5.3.5 buildaddr: no user"));
        return new CheckResult.Rejected(reply, entry);
    }

    @Override
    public Optional<List<String>> call(String ruleset, List<String> arguments, MacroScope macros) {
        CompiledRules.Set set = rules.find(ruleset);
        if (set == null) {
            return Optional.empty();
        }
        Tokens input = scanQuietly(joined(arguments), CharTypes.Comments.DROPPED);
        Workspace result = new RewriteCall(rules, limits, macros, trace).run(set, input);
        return result.resolved() ? Optional.of(result.tokens().from(1).texts()) : Optional.empty();
    }

    @Override
    public RuleText text(String ruleset, List<String> arguments, MacroScope macros) {
        CompiledRules.Set set = rules.find(ruleset);
        if (set == null) {
            return RuleText.NOTHING;
        }
        Tokens input = scanQuietly(joined(arguments), CharTypes.Comments.DROPPED);
        Workspace result = new RewriteCall(rules, limits, macros, trace).run(set, input);
        return result.resolved() || result.status() == SysExit.TEMPORARY_FAILURE
                ? new RuleText.Unavailable()
                : new RuleText.Text(result.tokens().join(' '));
    }

    @Override
    public boolean has(String ruleset) {
        return configuration.rules().has(ruleset);
    }

    @Override
    public String expand(String text, MacroScope macros) {
        return MacroExpander.expand(text, macros, MAX_EXPANSION, message -> trace.problem(message, ""));
    }
}
