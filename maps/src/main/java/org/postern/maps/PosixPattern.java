package org.postern.maps;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.postern.base.Ascii;

/// Turns POSIX regular expressions (regex(7), extended or basic) into those of java.util.regex.
///
/// Every literal is escaped and every repeated part is grouped, so that nothing has a meaning in Java that it does not
/// have in POSIX (`a*+`, `(?i)`, `\p`). The messages of wrong expressions are those of the C library.
final class PosixPattern {
    private static final int MAX_REPEAT = 32_767;
    private static final int MAX_LENGTH = 64 * 1024;

    private final String source;
    private final boolean extended;
    private final boolean ignoreCase;
    private final StringBuilder out = new StringBuilder();
    private final int[] groupStarts = new int[256];
    private int depth;
    private int groups;
    private int position;
    /// Where the last part begins that a repetition can apply to; -1: there is none.
    private int part = -1;

    private PosixPattern(String source, boolean extended, boolean ignoreCase) {
        this.source = source;
        this.extended = extended;
        this.ignoreCase = ignoreCase;
    }

    /// Compiles an expression.
    ///
    /// @param extended false for basic expressions, where `\(` groups
    /// @throws MapDeclarationException with the C library's text
    static Pattern compile(String source, boolean extended, boolean ignoreCase) throws MapDeclarationException {
        if (source.length() > MAX_LENGTH) {
            throw new MapDeclarationException("Regular expression too big");
        }
        PosixPattern pattern = new PosixPattern(source, extended, ignoreCase);
        while (pattern.position < source.length()) {
            pattern.next();
        }
        if (pattern.depth > 0) {
            throw new MapDeclarationException("Unmatched ( or \\(");
        }
        int flags = Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        try {
            return Pattern.compile(pattern.out.toString(), flags);
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new MapDeclarationException("Invalid regular expression");
        }
    }

    private void next() throws MapDeclarationException {
        char c = source.charAt(position++);
        switch (c) {
            case '\\' -> escaped();
            case '[' -> {
                PosixBracket bracket = new PosixBracket(source, position, ignoreCase);
                atom(bracket.translate());
                position = bracket.end();
            }
            case '.' -> atom(".");
            case '^' -> anchorAtStart();
            case '$' -> anchorAtEnd();
            case '*' -> repeat("*");
            case '+', '?', '{', '|', '(', ')' -> {
                if (extended) {
                    operator(c);
                } else {
                    literal(c);
                }
            }
            default -> literal(c);
        }
    }

    private void operator(char c) throws MapDeclarationException {
        switch (c) {
            case '+' -> repeat("+");
            case '?' -> repeat("?");
            case '{' -> interval();
            case '|' -> {
                out.append('|');
                part = -1;
            }
            case '(' -> open();
            default -> {
                if (depth > 0) {
                    close();
                } else {
                    literal(c);
                }
            }
        }
    }

    private void escaped() throws MapDeclarationException {
        if (position == source.length()) {
            throw new MapDeclarationException("Trailing backslash");
        }
        char c = source.charAt(position++);
        switch (c) {
            case '<' -> assertion("\\b(?=\\w)");
            case '>' -> assertion("\\b(?<=\\w)");
            case '`' -> assertion("\\A");
            case '\'' -> assertion("\\z");
            case 'b', 'B' -> assertion("\\" + c);
            case 'w', 'W', 's', 'S' -> atom("\\" + c);
            case '(', ')', '{', '|', '+', '?' -> {
                if (extended) {
                    literal(c);
                } else if (c == ')' && depth == 0) {
                    throw new MapDeclarationException("Unmatched ) or \\)");
                } else {
                    operator(c);
                }
            }
            default -> {
                if (c >= '1' && c <= '9') {
                    backReference(c - '0');
                } else {
                    literal(c);
                }
            }
        }
    }

    private void backReference(int number) throws MapDeclarationException {
        if (number > groups) {
            throw new MapDeclarationException("Invalid back reference");
        }
        atom("(?:\\" + number + ")");
    }

    private void anchorAtStart() {
        boolean first = position == 1 || source.startsWith("(", position - 2) || source.startsWith("|", position - 2);
        if (extended || first) {
            assertion("^");
        } else {
            literal('^');
        }
    }

    private void anchorAtEnd() {
        boolean last =
                position == source.length() || source.startsWith("\\)", position) || source.startsWith("\\|", position);
        if (extended || last) {
            assertion("\\z");
        } else {
            literal('$');
        }
    }

    private void open() throws MapDeclarationException {
        if (depth == groupStarts.length) {
            throw new MapDeclarationException("Regular expression too big");
        }
        groupStarts[depth++] = out.length();
        groups++;
        out.append('(');
        part = -1;
    }

    private void close() {
        out.append(')');
        part = groupStarts[--depth];
    }

    private void literal(char c) {
        atom(Ascii.isLetter(c) || Ascii.isDigit(c) ? String.valueOf(c) : PosixBracket.escaped(c));
    }

    private void atom(String translated) {
        part = out.length();
        out.append(translated);
    }

    private void assertion(String translated) {
        out.append(translated);
        part = -1;
    }

    private void repeat(String operator) throws MapDeclarationException {
        if (part < 0) {
            if (extended) {
                throw new MapDeclarationException("Invalid preceding regular expression");
            }
            literal('*');
            return;
        }
        out.insert(part, "(?:").append(')').append(operator);
    }

    private void interval() throws MapDeclarationException {
        String end = extended ? "}" : "\\}";
        int close = source.indexOf(end, position);
        if (close < 0) {
            throw new MapDeclarationException("Unmatched \\{");
        }
        String content = source.substring(position, close);
        position = close + end.length();
        int comma = content.indexOf(',');
        int least = number(comma < 0 ? content : content.substring(0, comma), 0);
        int most = comma < 0 ? least : number(content.substring(comma + 1), MAX_REPEAT);
        if (least > MAX_REPEAT || most > MAX_REPEAT) {
            throw new MapDeclarationException("Regular expression too big");
        }
        if (least < 0 || most < least || content.isEmpty()) {
            throw new MapDeclarationException("Invalid content of \\{\\}");
        }
        boolean open = comma == content.length() - 1;
        repeat("{" + least + (open ? ",}" : "," + most + "}"));
    }

    private static int number(String text, int otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.chars().allMatch(c -> Ascii.isDigit((char) c))) {
            return -1;
        }
        return text.length() > 6 ? MAX_REPEAT + 1 : Integer.parseInt(text);
    }
}
