package org.postern.cf;

import java.util.List;

/// An address as it is read after what is unbalanced in it has been mended (sendmail's prescan): a command
/// that only looks at addresses goes on with this, while mail for the address is refused.
///
/// @param text the mended address, without comments; empty when nothing is left
/// @param problems what was wrong: `Unbalanced '<'`
public record RepairedAddress(String text, List<String> problems) {
    private static final String UNBALANCED = "Unbalanced ";

    public RepairedAddress {
        problems = List.copyOf(problems);
    }

    /// True when something is left to be looked up, or the rules shall say what is missing.
    public boolean isAddress() {
        return problems.isEmpty()
                || (!text.isEmpty() && problems.stream().allMatch(problem -> problem.startsWith(UNBALANCED)));
    }

    /// Mends an address with the OperatorChars of a configuration; one that needs nothing stays as it is.
    public static RepairedAddress of(String address, Configuration configuration) {
        Tokenizer.Result scanned =
                Tokenizer.scan(address, 0, '\0', configuration.rules().types(), CharTypes.Comments.DROPPED);
        List<String> problems = scanned.problems();
        return new RepairedAddress(
                problems.isEmpty() ? address : scanned.tokens().join(' '),
                problems.stream().map(RuleReplies::withoutCodes).toList());
    }
}
