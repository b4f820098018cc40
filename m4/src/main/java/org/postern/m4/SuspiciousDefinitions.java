package org.postern.m4;

import java.util.ArrayList;
import java.util.List;
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

    /// All such parts.
    List<String> find(String text) {
        List<String> parts = new ArrayList<>();
        if (pattern.isPresent()) {
            int at = 0;
            Optional<RegularExpression.Match> match = pattern.get().search(text, at, budget);
            while (match.isPresent()) {
                parts.add(match.get().group(text, 0));
                at = Math.max(match.get().end(0), match.get().start(0) + 1);
                match = at > text.length() ? Optional.empty() : pattern.get().search(text, at, budget);
            }
        }
        return parts;
    }
}
