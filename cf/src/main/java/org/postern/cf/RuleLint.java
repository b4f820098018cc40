package org.postern.cf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postern.base.Ascii;

/// Finds rules that can do nothing and names that stand for nothing, without running them.
///
/// Only what is certain is reported: a rule behind one that takes every workspace and ends the rule set; a rule set
/// that nothing calls; a `$>` to a name without a rule set; a look-up in a map without a K line.
public final class RuleLint {
    /// What sendmail itself calls, besides the numbers 0 to 5 (sendmail op guide §5.1.4).
    private static final Set<String> HOOKS = Set.of(
            "canonify",
            "parse",
            "final",
            "localaddr",
            "check_relay",
            "check_mail",
            "check_rcpt",
            "check_data",
            "check_other",
            "check_compat",
            "check_eoh",
            "check_eom",
            "check_etrn",
            "check_expn",
            "check_vrfy",
            "trust_auth",
            "tls_client",
            "tls_clt_features",
            "tls_server",
            "tls_srv_features",
            "tls_rcpt",
            "srv_features",
            "try_tls",
            "authinfo",
            "clt_features",
            "queuegroup",
            "greet_pause");

    /// Maps that exist without a K line.
    private static final Set<String> PREDEFINED = Set.of("host", "aliases", "aliases.files");

    /// What the m4 macros always write, for mailers that a configuration need not have.
    private static final Set<String> OF_THE_MACROS = Set.of("MasqRelay");

    private static final int NUMBERED = 5;

    private final Configuration configuration;
    private final RuleBook book;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Integer> mentioned = new HashSet<>();

    private RuleLint(Configuration configuration) {
        this.configuration = configuration;
        this.book = configuration.rules();
    }

    /// What was found.
    ///
    /// @param line in the configuration, 0 when no line is to blame
    /// @param text what is wrong
    public record Finding(int line, Kind kind, String text) {}

    /// How much it matters.
    public enum Kind {
        /// A name stands for nothing: messages can fail because of it.
        BROKEN,
        /// Rules are never tried.
        DEAD,
        /// A rule set is never called; those of the m4 macros have some.
        UNUSED
    }

    /// Looks at all rules of a configuration.
    public static List<Finding> of(Configuration configuration) {
        RuleLint lint = new RuleLint(configuration);
        Set<Integer> called = lint.called();
        for (int number = 0; number < RuleBook.MAX_RULE_SETS; number++) {
            RuleSet set = lint.book.set(number);
            lint.deadRules(set);
            lint.names(set);
            if (!called.contains(number) && !set.rules().isEmpty() && !OF_THE_MACROS.contains(set.name())) {
                lint.findings.add(new Finding(
                        set.rules().getFirst().line(), Kind.UNUSED, "rule set " + set.name() + " is never called"));
            }
        }
        return List.copyOf(lint.findings);
    }

    /// The numbers of all rule sets that can be reached. Where a rule computes a name, it may be any that stands in a
    /// rule.
    private Set<Integer> called() {
        Deque<Integer> open = new ArrayDeque<>();
        HOOKS.forEach(name -> open.add(book.number(name)));
        for (int number = 0; number <= NUMBERED; number++) {
            open.add(number);
        }
        for (Mailer mailer : configuration.mailers()) {
            Mailer.RuleSets sets = mailer.rulesets();
            open.addAll(List.of(
                    sets.senderEnvelope(), sets.senderHeader(), sets.recipientEnvelope(), sets.recipientHeader()));
        }
        configuration.headers().forEach(header -> header.check().ifPresent(name -> open.add(book.number(name))));
        Set<Integer> reached = new HashSet<>();
        while (!open.isEmpty()) {
            int number = open.remove();
            if (number >= 0 && reached.add(number)) {
                book.set(number).rules().forEach(rule -> follow(rule, open));
            }
        }
        return reached;
    }

    private void follow(Rule rule, Deque<Integer> into) {
        Tokens right = rule.right();
        for (int at = right.indexOf(Code.CALL, 0); at >= 0 && at + 1 < right.size(); ) {
            if (right.get(at + 1).kind() == Token.Kind.CODE) {
                into.addAll(mentioned());
            } else {
                into.add(book.number(Quotes.strip(right.get(at + 1).text())));
            }
            at = right.indexOf(Code.CALL, at + 1);
        }
    }

    /// The rule sets whose names stand anywhere in a rule.
    private Set<Integer> mentioned() {
        if (mentioned.isEmpty()) {
            for (int number = 0; number < RuleBook.MAX_RULE_SETS; number++) {
                for (Rule rule : book.set(number).rules()) {
                    for (int i = 0; i < rule.right().size(); i++) {
                        mentioned.add(
                                book.number(Quotes.strip(rule.right().get(i).text())));
                    }
                }
            }
        }
        return mentioned;
    }

    private void deadRules(RuleSet set) {
        List<Rule> rules = set.rules();
        for (int i = 0; i + 1 < rules.size(); i++) {
            Rule rule = rules.get(i);
            Tokens left = rule.left();
            Tokens right = rule.right();
            boolean takesAll = left.size() == 1 && left.get(0).is(Code.ANY_OR_NONE);
            boolean ends = !right.isEmpty()
                    && (right.get(0).is(Code.HOST) || right.get(0).is(Code.MAILER));
            if (takesAll && ends) {
                findings.add(new Finding(
                        rules.get(i + 1).line(),
                        Kind.DEAD,
                        "rule set " + set.name() + ": this rule and those after it are never tried: the rule of line "
                                + rule.line() + " takes everything"));
                return;
            }
        }
    }

    private void names(RuleSet set) {
        Set<String> told = new TreeSet<>();
        for (Rule rule : set.rules()) {
            Tokens right = rule.right();
            for (int i = 0; i + 1 < right.size(); i++) {
                Token next = right.get(i + 1);
                String name = Quotes.strip(next.text());
                if (next.kind() == Token.Kind.CODE || !told.add(name)) {
                    continue;
                }
                if (right.get(i).is(Code.CALL) && book.number(name) < 0) {
                    findings.add(new Finding(
                            rule.line(),
                            Kind.BROKEN,
                            "rule set " + set.name() + " calls " + name + ", which does not exist"));
                } else if (right.get(i).is(Code.LOOKUP) && !isMap(Ascii.lower(name))) {
                    findings.add(new Finding(
                            rule.line(),
                            Kind.BROKEN,
                            "rule set " + set.name() + " asks the map " + name + ", which no K line declares"));
                } else {
                    told.remove(name);
                }
            }
        }
    }

    private boolean isMap(String name) {
        return PREDEFINED.contains(name)
                || name.startsWith("alias")
                || configuration.maps().stream().anyMatch(map -> map.name().equals(name));
    }
}
