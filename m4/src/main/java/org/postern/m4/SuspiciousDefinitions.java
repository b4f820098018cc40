package org.postern.m4;

import java.util.Optional;

/// Finds the parts of definitions that `--warn-macro-sequence` warns of.
final class SuspiciousDefinitions {
    private final Optional<RegularExpression> pattern;
    private final Budget budget;

    /// @param pattern a regular expression that is known to be right; empty for no warnings
    SuspiciousDefinitions(Optional<String> pattern, Budget budget) {
        this.budget = budget;
        this.pattern = pattern.flatMap(text -> switch (RegularExpression.compile(text)) {
            case RegularExpression.Compiled(RegularExpression expression) -> Optional.of(expression);
            case RegularExpression.Wrong _ -> Optional.empty();
        });
    }

    /// The first such part.
    Optional<String> find(String text) {
        return pattern.flatMap(expression -> expression.search(text, 0, budget)).map(match -> match.group(text, 0));
    }
}
