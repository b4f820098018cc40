package org.postern.m4;

import java.util.Optional;

/// A regular expression in the syntax of `regexp` and `patsubst`: Emacs's, as GNU's library reads it.
///
/// `.` (not a newline), `[...]`, `*`, `+`, `?`, `\(...\)`, `\|`, `\1` to `\9`, `^` and `$` (at lines), `` \` `` and
/// `\'` (at the text's ends), `\b`, `\B`, `\<`, `\>`, `\w`, `\W`, `\s`, `\S`; everything else is itself. The
/// leftmost match counts, and of these the longest; matching takes counted steps.
final class RegularExpression {
    /// The result of [#compile].
    sealed interface Result {}

    /// A usable expression.
    record Compiled(RegularExpression expression) implements Result {}

    /// Not a regular expression.
    ///
    /// @param reason as GNU's library says it
    record Wrong(String reason) implements Result {}

    /// Where an expression matched.
    ///
    /// @param slots begin and end of the match, then of each group; -1 for a group that took no part
    @SuppressWarnings("ArrayRecordComponent") // made once, read only in this package
    record Match(int[] slots) {
        int start(int group) {
            return slots[2 * group];
        }

        int end(int group) {
            return slots[2 * group + 1];
        }

        /// What the group matched; nothing when it took no part.
        String group(String text, int group) {
            return start(group) < 0 || end(group) < 0 ? "" : text.substring(start(group), end(group));
        }
    }

    private final RegexProgram program;

    private RegularExpression(RegexProgram program) {
        this.program = program;
    }

    /// Reads an expression.
    static Result compile(String text) {
        return switch (new RegexParser(text).parse()) {
            case RegexParser.Parsed(RegexNode node, int groups) ->
                new Compiled(new RegularExpression(RegexProgram.of(node, groups)));
            case RegexParser.Failed(String reason) -> new Wrong(reason);
        };
    }

    /// How many `\(...\)` it has.
    int groups() {
        return program.groups();
    }

    /// The first match that begins at `from` or later.
    ///
    /// @param budget counts the steps
    Optional<Match> search(String text, int from, Budget budget) {
        RegexMatcher matcher = new RegexMatcher(program, text, budget);
        for (int start = from; start <= text.length(); start++) {
            if (program.canStart(start < text.length() ? text.charAt(start) : -1)) {
                Optional<Match> match = matcher.matchAt(start);
                if (match.isPresent()) {
                    return match;
                }
            } else {
                budget.work(1);
            }
        }
        return Optional.empty();
    }
}
