package org.postern.cf;

/// Reads S and R lines (sendmail op guide §5.1).
final class RuleReader {
    private static final int MAX_WILDCARDS = 9;
    private static final int MAX_MAP_ARGUMENTS = 10;
    private static final int LEVEL_WITH_PARENTHESES = 9;

    private final ReadState state;
    private int current = -1;

    RuleReader(ReadState state) {
        this.state = state;
    }

    /// `Sname`, `Sname=5`, `S3`
    void select(String text) {
        String expanded = state.expand(text);
        current = state.ruleSets().enter(expanded, 0, state::problem).number();
        if (current >= 0 && !state.ruleSets().rules(current).isEmpty()) {
            state.bareWarning("WARNING: Ruleset " + Printable.text(text) + " has multiple definitions");
        }
    }

    /// `Rleft<TAB>right<TAB>comment`
    void rule(String line, String text) {
        if (current < 0) {
            state.problem("missing valid ruleset for \"" + Printable.line(line) + "\"");
            return;
        }
        int tab = text.indexOf('\t');
        if (tab < 0) {
            state.problem("invalid rewrite line \"" + Printable.line(line) + "\" (tab expected)");
            return;
        }
        Tokens left = left(text.substring(0, tab));
        int wildcards = wildcards(left);
        if (wildcards > MAX_WILDCARDS) {
            state.problem("R line: too many wildcards");
            left = Tokens.NONE;
        }
        while (tab < text.length() && text.charAt(tab) == '\t') {
            tab++;
        }
        int end = text.indexOf('\t', tab);
        Tokens right = right(end < 0 ? text.substring(tab) : text.substring(tab, end), wildcards);
        state.ruleSets().rules(current).add(new Rule(left, right, state.line()));
    }

    private Tokens tokens(String text) {
        CharTypes.Comments comments = state.level() >= LEVEL_WITH_PARENTHESES
                ? CharTypes.Comments.KEPT_UNREPAIRED
                : CharTypes.Comments.DROPPED;
        Tokenizer.Result result = Tokenizer.scan(state.expand(text), 0, '\t', state.types(), comments);
        result.problems().forEach(problem -> state.problem(problem));
        return result.tokens();
    }

    private Tokens left(String text) {
        Tokens left = tokens(text);
        if (left.isEmpty()) {
            state.problem("R line: null LHS");
        }
        for (int i = 0; i < left.size(); i++) {
            char code = left.get(i).code();
            boolean wrong = switch (code) {
                case Code.USER,
                        Code.CALL,
                        Code.IF,
                        Code.FI,
                        Code.HOST_LOOKUP,
                        Code.HOST_LOOKUP_END,
                        Code.LOOKUP,
                        Code.LOOKUP_END -> true;
                default -> false;
            };
            if (Code.isReplacement(code)) {
                state.problem("Inappropriate use of $1-$9 on LHS");
            } else if (wrong) {
                state.problem("Inappropriate use of " + Code.written(code) + " on LHS");
            }
        }
        return left;
    }

    private static int wildcards(Tokens left) {
        int count = 0;
        for (int i = 0; i < left.size(); i++) {
            char code = left.get(i).code();
            if (code >= Code.ANY_OR_NONE && code <= Code.NOT_IN_CLASS) {
                count++;
            }
        }
        return count;
    }

    private Tokens right(String text, int wildcards) {
        Tokens right = tokens(text);
        if (right.isEmpty()) {
            state.problem("R line: null RHS");
        }
        boolean inMap = false;
        int arguments = 0;
        char mapEnd = 0;
        for (int i = 0; i < right.size(); i++) {
            char code = right.get(i).code();
            if (Code.isReplacement(code)) {
                int number = code - Code.REPLACE_0;
                if (number == 0 || number > wildcards) {
                    state.problem("replacement $" + number + " out of bounds");
                }
            } else if (code >= Code.ANY_OR_NONE && code <= Code.NOT_IN_CLASS) {
                state.problem("Inappropriate use of " + Code.written(code) + " on RHS");
            } else if (code == Code.HOST && inMap) {
                if (++arguments >= MAX_MAP_ARGUMENTS) {
                    state.problem("too many arguments for map lookup");
                }
            } else if (code == Code.HOST_LOOKUP || code == Code.LOOKUP) {
                if (inMap) {
                    state.problem("cannot nest map lookups");
                }
                mapEnd = code == Code.LOOKUP ? Code.LOOKUP_END : Code.HOST_LOOKUP_END;
                inMap = true;
                arguments = 0;
            } else if (inMap && code == mapEnd) {
                inMap = false;
            }
        }
        if (inMap) {
            state.problem("missing map closing token");
        }
        return right;
    }
}
