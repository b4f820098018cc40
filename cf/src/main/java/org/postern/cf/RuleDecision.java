package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.base.Ascii;

/// Which of the rules that matched said what came out in the end: the others led there or handed it on.
///
/// A rule that calls a rule set and takes over its answer is not the one that decided; nor is one that only takes away
/// what stands before the answer (`R$* $| $#$*	$#$2`). So the decision is the first rule from which on the final text
/// stands at the end of the workspace, and when that text is the answer of a rule set that it called, the decision is
/// in there.
///
/// @param rule the rule that decided; empty when no rule matched
/// @param way the rules that called the rule sets on the way to it, outermost first
/// @param entry the entry of a map that made it match
/// @param missed the look-ups before it that found nothing
public record RuleDecision(
        Optional<RuleMatch> rule, List<RuleMatch> way, Optional<MapQuestion> entry, List<MapQuestion> missed) {
    public RuleDecision {
        way = List.copyOf(way);
        missed = List.copyOf(missed);
    }

    /// Classes of maps that compute and hold nothing (sendmail op guide §5.9).
    private static final Set<String> COMPUTING = Set.of("arith", "dequote", "macro", "null", "regex", "syslog");

    /// What decided the outcome of a run.
    ///
    /// @param configuration the one whose rules were run: maps that only compute are no reason
    public static RuleDecision of(RuleCall call, Configuration configuration) {
        List<RuleMatch> way = new ArrayList<>();
        Optional<RuleMatch> rule = decider(call, call.output(), way);
        List<MapQuestion> before = new ArrayList<>();
        boolean _ = collect(call, rule, before);
        Set<String> computing = configuration.maps().stream()
                .filter(map -> COMPUTING.contains(map.mapClass()))
                .map(MapDeclaration::name)
                .collect(Collectors.toSet());
        before.removeIf(question -> computing.contains(question.map()));
        Optional<MapQuestion> entry = rule.flatMap(match -> entry(match, before));
        return new RuleDecision(
                rule,
                way,
                entry,
                before.stream().filter(question -> !question.found()).toList());
    }

    private static Optional<RuleMatch> decider(RuleCall call, Tokens outcome, List<RuleMatch> way) {
        List<RuleMatch> matches = call.matches();
        int first = matches.size();
        while (first > 0 && matches.get(first - 1).after().endsWith(outcome)) {
            first--;
        }
        if (first == matches.size()) {
            return matches.isEmpty() ? Optional.empty() : Optional.of(matches.getLast());
        }
        RuleMatch match = matches.get(first);
        for (RuleCall called : match.calls()) {
            if (!called.matches().isEmpty() && called.output().endsWith(outcome)) {
                way.add(match);
                return decider(called, outcome, way);
            }
        }
        return Optional.of(match);
    }

    /// The look-ups up to the rule, which is among them; true when it was reached.
    private static boolean collect(RuleCall call, Optional<RuleMatch> end, List<MapQuestion> into) {
        for (RuleMatch match : call.matches()) {
            into.addAll(match.questions());
            for (RuleCall called : match.calls()) {
                if (collect(called, end, into)) {
                    return true;
                }
            }
            if (end.isPresent() && end.get().equals(match)) {
                return true;
            }
        }
        return false;
    }

    /// The last entry whose value the rule asks for by name or has written.
    private static Optional<MapQuestion> entry(RuleMatch rule, List<MapQuestion> questions) {
        List<String> named = rule.left().texts();
        String written = String.join("", rule.after().texts()).replace(" ", "");
        return questions.reversed().stream()
                .filter(question -> question.result() instanceof LookupResult.Found(String value)
                        && !value.isBlank()
                        && (named.contains(firstWord(value))
                                || written.contains(value.strip().replace(" ", ""))))
                .findFirst();
    }

    private static boolean isWord(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c);
    }

    /// What becomes the first token of a value: its first word, or its first character.
    private static String firstWord(String value) {
        String text = value.strip();
        int end = 0;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return text.substring(0, Math.min(text.length(), Math.max(1, end)));
    }
}
