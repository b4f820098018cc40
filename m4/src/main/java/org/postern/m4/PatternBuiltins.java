package org.postern.m4;

import java.util.Optional;
import org.postern.base.Ascii;

/// `regexp` and `patsubst`.
final class PatternBuiltins {
    private PatternBuiltins() {}

    static void search(Call call, StringBuilder out) {
        if (!call.takes(2, 3)) {
            if (call.count() == 1) {
                out.append('0');
            }
            return;
        }
        Optional<RegularExpression> expression = compile(call, "bad regular expression: `");
        if (expression.isEmpty()) {
            return;
        }
        String victim = call.text(1);
        Optional<RegularExpression.Match> match =
                expression.get().search(victim, 0, call.machine().budget());
        if (call.count() == 2) {
            out.append(match.map(found -> found.start(0)).orElse(-1));
        } else if (match.isPresent()) {
            replace(call, victim, match.get(), expression.get(), out);
        }
    }

    static void substitute(Call call, StringBuilder out) {
        if (!call.takes(2, 3)) {
            if (call.count() == 1) {
                out.append(call.text(1));
            }
            return;
        }
        Optional<RegularExpression> expression = compile(call, "bad regular expression `");
        if (expression.isEmpty()) {
            return;
        }
        String victim = call.text(1);
        int at = 0;
        while (at <= victim.length()) {
            Optional<RegularExpression.Match> found =
                    expression.get().search(victim, at, call.machine().budget());
            if (found.isEmpty()) {
                break;
            }
            RegularExpression.Match match = found.get();
            out.append(victim, at, match.start(0));
            replace(call, victim, match, expression.get(), out);
            call.machine().budget().checkLength(out.length());
            at = match.end(0);
            if (match.start(0) == match.end(0)) {
                // go on behind the next character, or the same place would match for ever
                if (at < victim.length()) {
                    out.append(victim.charAt(at));
                }
                at++;
            }
        }
        if (at < victim.length()) {
            out.append(victim, at, victim.length());
        }
    }

    private static Optional<RegularExpression> compile(Call call, String complaint) {
        String text = call.text(2);
        return switch (RegularExpression.compile(text)) {
            case RegularExpression.Compiled(RegularExpression expression) -> Optional.of(expression);
            case RegularExpression.Wrong(String reason) -> {
                call.messages().warn(complaint + text + "': " + reason);
                yield Optional.empty();
            }
        };
    }

    /// Appends the replacement: `\&` is the match, `\1` to `\9` are its groups, `\` before anything else protects it.
    private static void replace(
            Call call, String victim, RegularExpression.Match match, RegularExpression expression, StringBuilder out) {
        String replacement = call.text(3);
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (at == replacement.length()) {
                call.messages().warn("Warning: trailing \\ ignored in replacement");
                return;
            }
            char next = replacement.charAt(at++);
            if (next == '&' || next == '0') {
                if (next == '0') {
                    call.messages().warnOnce("Warning: \\0 will disappear, use \\& instead in replacements");
                }
                out.append(match.group(victim, 0));
            } else if (Ascii.isDigit(next)) {
                if (next - '0' > expression.groups()) {
                    call.messages().warn("Warning: sub-expression " + next + " not present");
                } else {
                    out.append(match.group(victim, next - '0'));
                }
            } else {
                out.append(next);
            }
        }
    }
}
