package org.postern.receive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.postern.base.SysExit;
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
import org.postern.mail.EnhancedStatus;

/// Rules that a test writes as Java: `exam.test` is local, everything else goes out, and rule sets answer as they
/// are told. It notes what was asked, with the macros that the test wants to see.
final class ScriptedRules implements AddressRules {
    static final Mailer LOCAL = mailer("local", "lA5wq");
    static final Mailer ESMTP = mailer("esmtp", "mDFMuXa");

    private final Map<String, BiFunction<List<String>, MacroScope, CheckResult>> checks = new HashMap<>();
    private final Map<String, List<String>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private static Mailer mailer(String name, String flags) {
        return new Mailer(
                name,
                3,
                "[IPC]",
                flags,
                new Mailer.RuleSets(0, 0, 0, 0),
                List.of(),
                "\r\n",
                new Mailer.Limits(0, 0, 0, 0),
                0,
                Optional.empty(),
                Optional.empty(),
                Mailer.Types.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /// Lets a check rule set answer.
    ScriptedRules on(String ruleset, BiFunction<List<String>, MacroScope, CheckResult> check) {
        checks.put(ruleset, check);
        return this;
    }

    /// Lets a rule set answer with words behind `$#`.
    ScriptedRules answering(String ruleset, String... words) {
        answers.put(ruleset, List.of(words));
        return this;
    }

    /// `ruleset(arguments)` of everything that was asked, in order.
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    static CheckResult reject(int code, EnhancedStatus status, String text) {
        return new CheckResult.Rejected(new RuleReply(code, status, text, SysExit.UNAVAILABLE));
    }

    private synchronized void note(String what) {
        asked.add(what);
    }

    @Override
    public Resolution resolve(String address, AddressUse use, MacroScope macros) {
        String bare =
                address.startsWith("<") && address.endsWith(">") ? address.substring(1, address.length() - 1) : address;
        if (bare.contains("@@")) {
            return new Resolution.Refused(
                    new RuleReply(553, new EnhancedStatus(5, 1, 3), "Invalid route address", SysExit.USAGE));
        }
        int at = bare.lastIndexOf('@');
        String host = at < 0 ? "" : bare.substring(at + 1);
        if (host.isEmpty() || host.equals("exam.test")) {
            String user = at < 0 ? bare : bare.substring(0, at);
            return new Resolution.ToMailer(LOCAL, "", user, bare, false);
        }
        return new Resolution.ToMailer(ESMTP, host + ".", bare, bare, false);
    }

    @Override
    public Optional<Resolution> resolveLocal(Resolution.ToMailer local, MacroScope macros) {
        int plus = local.user().indexOf('+');
        return plus < 0
                ? Optional.empty()
                : Optional.of(
                        new Resolution.ToMailer(LOCAL, "", local.user().substring(0, plus), local.address(), false));
    }

    @Override
    public RewrittenAddress rewrite(
            String address, AddressUse use, Mailer mailer, Optional<SenderDomain> senderMailer, MacroScope macros) {
        String bare =
                address.length() > 2 && address.startsWith("<") ? address.substring(1, address.length() - 1) : address;
        return new RewrittenAddress(bare, SysExit.OK);
    }

    @Override
    public String rewriteHeader(
            String name,
            String value,
            AddressUse use,
            Mailer mailer,
            Optional<SenderDomain> senderMailer,
            MacroScope macros) {
        return value;
    }

    @Override
    public CheckResult check(String ruleset, String argument, MacroScope macros) {
        return answer(ruleset, List.of(argument), macros);
    }

    @Override
    public CheckResult check(String ruleset, String first, String second, MacroScope macros) {
        return answer(ruleset, List.of(first, second), macros);
    }

    @Override
    public CheckResult checkKeepingComments(String ruleset, List<String> arguments, MacroScope macros) {
        return answer(ruleset, arguments, macros);
    }

    private CheckResult answer(String ruleset, List<String> arguments, MacroScope macros) {
        note(ruleset + arguments);
        BiFunction<List<String>, MacroScope, CheckResult> check = checks.get(ruleset);
        return check == null ? CheckResult.Accepted.PLAIN : check.apply(arguments, macros);
    }

    @Override
    public Optional<List<String>> call(String ruleset, List<String> arguments, MacroScope macros) {
        note(ruleset + arguments);
        return Optional.ofNullable(answers.get(ruleset));
    }

    @Override
    public RuleText text(String ruleset, List<String> arguments, MacroScope macros) {
        note(ruleset + arguments);
        return new RuleText.Text(String.join(" ", answers.getOrDefault(ruleset, List.of())));
    }

    @Override
    public boolean has(String ruleset) {
        return checks.containsKey(ruleset) || answers.containsKey(ruleset);
    }

    /// Knows only the form `%x%`.
    @Override
    public String expand(String text, MacroScope macros) {
        StringBuilder out = new StringBuilder();
        String[] parts = text.split("%", -1);
        for (int i = 0; i < parts.length; i++) {
            out.append(i % 2 == 0 ? parts[i] : macros.macro(parts[i]).orElse(""));
        }
        return out.toString();
    }
}
