package org.postern.cf;

import java.util.function.Consumer;
import org.postern.base.Ascii;

/// Turns a line as it stands in the file into internal text: `$` operators become [Code]s, comments go (sendmail op
/// guide §5.1).
final class CfText {
    private static final int MAX_NAME = 25;

    private final String line;
    private final Consumer<String> problem;
    private final StringBuilder out;
    private int position;

    private CfText(String line, Consumer<String> problem) {
        this.line = line;
        this.problem = problem;
        this.out = new StringBuilder(line.length());
    }

    /// A whole logical line.
    ///
    /// @param problem gets sendmail's messages about bad names
    static String decode(String line, Consumer<String> problem) {
        return new CfText(line, problem).run();
    }

    /// A macro or class name that begins a text: `x` or `{name}`.
    ///
    /// @param name without braces; empty when it is wrong
    /// @param end the position behind it
    record Name(String name, int end) {}

    private String run() {
        while (position < line.length()) {
            char c = line.charAt(position++);
            if (c == '#' && !out.isEmpty()) {
                comment();
            } else if (c == '$' && position < line.length()) {
                if (!dollar()) {
                    break;
                }
            } else if ((c >= 0x80 && c <= 0x9f) || c == Code.META_QUOTE) {
                out.append(Code.META_QUOTE).append(c);
            } else {
                out.append(c);
            }
        }
        int end = out.length();
        while (end > 0 && Ascii.isSpace(out.charAt(end - 1))) {
            end--;
        }
        return out.substring(0, end);
    }

    /// `\#` is a plain `#`; any other runs to the end of the physical line, blanks before it go too.
    private void comment() {
        int last = out.length() - 1;
        if (out.charAt(last) == '\\') {
            out.setCharAt(last, '#');
            return;
        }
        while (last >= 0 && Ascii.isSpace(out.charAt(last)) && out.charAt(last) != '\n') {
            last--;
        }
        out.setLength(last + 1);
        int newline = line.indexOf('\n', position);
        position = newline < 0 ? line.length() : newline;
    }

    /// What `$` begins; false when the rest of the line is lost with a bad name.
    private boolean dollar() {
        char c = line.charAt(position);
        if (c == '$') {
            position++;
            out.append('$');
            return true;
        }
        char code = Code.ofLetter(c).orElse(Code.MACRO);
        if (code != Code.MACRO) {
            position++;
        }
        out.append(code);
        if (!Code.hasName(code)) {
            return true;
        }
        Name name = name(line, position, problem);
        position = name.end();
        if (name.name().isEmpty()) {
            out.setLength(out.length() - 1);
            return false;
        }
        out.append(Code.braced(name.name()));
        return true;
    }

    /// Reads a macro or class name.
    ///
    /// @param problem gets sendmail's message when it is bad
    static Name name(String text, int start, Consumer<String> problem) {
        if (start >= text.length() || text.startsWith("{}", start)) {
            problem.accept("Name required for macro/class");
            return new Name("", start);
        }
        if (text.charAt(start) != '{') {
            return new Name(text.substring(start, start + 1), start + 1);
        }
        StringBuilder name = new StringBuilder();
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '}' && name.length() < MAX_NAME) {
            char c = text.charAt(i++);
            if (Ascii.isLetter(c) || Ascii.isDigit(c) || c == '_') {
                name.append(c);
            } else {
                problem.accept("Invalid macro/class character " + c);
            }
        }
        if (i >= text.length()) {
            problem.accept("Unbalanced { on " + name);
        } else if (text.charAt(i) != '}') {
            problem.accept("Macro/class name ({" + name + "}) too long (" + MAX_NAME + " chars max)");
        } else if (!name.isEmpty()) {
            return new Name(name.toString(), i + 1);
        }
        problem.accept("Unable to assign macro/class ID (mid = 0xffffffff)");
        return new Name("", i);
    }

    /// Reads a field that ends at a delimiter: quotes group, a backslash makes the next character plain (sendmail's
    /// munchstring).
    ///
    /// @param end the position of the delimiter, or of the end
    record Field(String text, int end) {}

    static Field field(String text, int start, char delimiter) {
        StringBuilder out = new StringBuilder();
        boolean backslash = false;
        boolean quoted = false;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (backslash) {
                backslash = false;
                out.append(escape(c));
            } else if (c == '\\') {
                backslash = true;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == delimiter) {
                break;
            } else {
                out.append(c);
            }
        }
        return new Field(out.toString(), i);
    }

    private static char escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'b' -> '\b';
            default -> c;
        };
    }
}
