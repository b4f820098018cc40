package org.postern.cf;

import java.util.Optional;
import org.postern.base.Ascii;

/// Reads H lines (sendmail op guide §5.7).
final class HeaderLineReader {
    private static final int MAX_NAME = 100;
    private static final int CHECK_LIMIT = 49;

    private final ReadState state;

    HeaderLineReader(ReadState state) {
        this.state = state;
    }

    /// The line behind `H`.
    void read(String text) {
        String flags = "";
        Optional<String> ifMacro = Optional.empty();
        String rest = text;
        if (text.startsWith("?")) {
            int close = text.indexOf('?', 1);
            String condition = close < 0 ? "" : text.substring(1, close);
            if (close < 0 || !legal(condition)) {
                syntax(text);
                return;
            }
            if (!condition.isEmpty() && condition.charAt(0) == Code.MACRO) {
                ifMacro = Optional.of(Code.bare(condition.substring(1)));
            } else {
                flags = condition;
            }
            rest = text.substring(close + 1);
        }
        int end = 0;
        while (end < rest.length() && graphic(rest.charAt(end)) && rest.charAt(end) != ':') {
            end++;
        }
        int colon = end;
        while (colon < rest.length() && Ascii.isSpace(rest.charAt(colon))) {
            colon++;
        }
        if (end == 0 || colon >= rest.length() || rest.charAt(colon) != ':') {
            syntax(text);
            return;
        }
        if (end <= MAX_NAME) {
            add(rest.substring(0, end), flags, ifMacro, rest.substring(colon + 1));
        }
    }

    private void syntax(String text) {
        state.problem("header syntax error, line \"" + Printable.text(text) + "\"");
    }

    private static boolean legal(String condition) {
        if (condition.isEmpty() || condition.charAt(0) != Code.MACRO) {
            return condition.chars().allMatch(c -> c < 0x80);
        }
        return condition.length() > 1 && Code.nameEnd(condition, 1) == condition.length();
    }

    private static boolean graphic(char c) {
        return c > ' ' && c < 127;
    }

    private void add(String name, String flags, Optional<String> ifMacro, String value) {
        String check =
                MacroExpander.expand(value, state, CHECK_LIMIT, state::problem).stripLeading();
        if (check.isEmpty() || check.charAt(0) != Code.CALL) {
            state.headers()
                    .add(new HeaderDeclaration(
                            name, flags, ifMacro, Optional.of(value), Optional.empty(), false, state.line()));
            return;
        }
        boolean keep = check.startsWith("+", 1);
        String ruleSet = check.substring(keep ? 2 : 1).strip();
        RuleSetNames.Found found = state.ruleSets().enter(ruleSet, 0, state::problem);
        if (found.number() > 0) {
            String checkName = ruleSet.substring(0, Math.min(found.end(), ruleSet.length()));
            state.headers()
                    .add(new HeaderDeclaration(
                            name, "", Optional.empty(), Optional.empty(), Optional.of(checkName), keep, state.line()));
        }
    }
}
