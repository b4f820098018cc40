package org.postern.cf;

import java.util.ArrayList;
import java.util.List;

/// One run of a rule set: the rules that matched, in order.
///
/// @param input the workspace at its begin
/// @param matches the rules that matched; one that was applied several times stands here as often
/// @param output the workspace at its end
public record RuleCall(String ruleset, Tokens input, List<RuleMatch> matches, Tokens output) {
    public RuleCall {
        matches = List.copyOf(matches);
    }

    /// True when it ended with `$#`: a mailer or a verdict.
    public boolean resolved() {
        return !output.isEmpty() && output.get(0).is(Code.MAILER);
    }

    /// True when it ended with a verdict against what was asked: `$#error` or `$#discard`.
    public boolean objects() {
        if (!resolved() || output.size() < 2) {
            return false;
        }
        String mailer = Quotes.strip(output.get(1).text());
        return mailer.equals("error") || mailer.equals("discard");
    }

    /// All matches of this run and of the runs below it, in the order of their beginnings.
    public List<RuleMatch> all() {
        List<RuleMatch> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<RuleMatch> into) {
        for (RuleMatch match : matches) {
            into.add(match);
            match.calls().forEach(call -> call.collect(into));
        }
    }
}
