package org.postern.m4;

import org.postern.base.Ascii;

/// Cuts the input into tokens by the current [Syntax].
final class Tokenizer {
    private final Input input;
    private final Location location;
    private final Messages messages;
    private final StringBuilder text = new StringBuilder();
    private Syntax syntax = Syntax.STANDARD;
    private int line;

    Tokenizer(Input input, Location location, Messages messages) {
        this.input = input;
        this.location = location;
        this.messages = messages;
    }

    Syntax syntax() {
        return syntax;
    }

    void syntax(Syntax other) {
        syntax = other;
    }

    /// The text of the last token; changes with the next.
    CharSequence text() {
        return text;
    }

    /// The line that the last token began on.
    int line() {
        return line;
    }

    /// Reads one token.
    TokenKind next() {
        text.setLength(0);
        int c = input.next();
        line = location.line();
        if (c == Input.END) {
            return TokenKind.END;
        }
        if (c == Input.BUILTIN) {
            return TokenKind.BUILTIN;
        }
        if (begins(c, syntax.commentStart())) {
            return comment();
        }
        if (startsWord(c)) {
            return word((char) c);
        }
        if (begins(c, syntax.leftQuote())) {
            return quoted();
        }
        text.append((char) c);
        return punctuation(c);
    }

    /// The kind of the next token, of which nothing is read.
    TokenKind peek() {
        int c = input.peek();
        if (c == Input.END) {
            return TokenKind.END;
        }
        if (c == Input.BUILTIN) {
            return TokenKind.BUILTIN;
        }
        if (lies(syntax.commentStart())) {
            return TokenKind.STRING;
        }
        if (startsWord(c)) {
            return TokenKind.WORD;
        }
        return lies(syntax.leftQuote()) ? TokenKind.STRING : punctuation(c);
    }

    private static TokenKind punctuation(int c) {
        return switch (c) {
            case '(' -> TokenKind.OPEN;
            case ',' -> TokenKind.COMMA;
            case ')' -> TokenKind.CLOSE;
            default -> TokenKind.OTHER;
        };
    }

    private static boolean startsWord(int c) {
        return c >= 0 && (Ascii.isLetter((char) c) || c == '_');
    }

    private static boolean continuesWord(int c) {
        return startsWord(c) || (c >= '0' && c <= '9');
    }

    private boolean lies(String delimiter) {
        return !delimiter.isEmpty() && input.continuesWith(delimiter, 0);
    }

    /// True when `first`, which is read, begins the delimiter; then the rest of it is read too.
    private boolean begins(int first, String delimiter) {
        if (delimiter.isEmpty() || delimiter.charAt(0) != first) {
            return false;
        }
        if (delimiter.length() > 1) {
            if (!input.continuesWith(delimiter, 1)) {
                return false;
            }
            for (int i = 1; i < delimiter.length(); i++) {
                input.next();
            }
        }
        return true;
    }

    private TokenKind comment() {
        Place start = new Place(location.file(), line);
        text.append(syntax.commentStart());
        while (true) {
            int c = input.next();
            if (c == Input.END) {
                throw messages.fatal(start, "ERROR: end of file in comment");
            }
            if (c == Input.BUILTIN) {
                continue;
            }
            if (begins(c, syntax.commentEnd())) {
                text.append(syntax.commentEnd());
                return TokenKind.STRING;
            }
            text.append((char) c);
        }
    }

    private TokenKind word(char first) {
        text.append(first);
        while (continuesWord(input.peek())) {
            text.append((char) input.next());
        }
        return TokenKind.WORD;
    }

    private TokenKind quoted() {
        Place start = new Place(location.file(), line);
        int level = 1;
        while (true) {
            int c = input.next();
            if (c == Input.END) {
                throw messages.fatal(start, "ERROR: end of file in string");
            }
            if (c == Input.BUILTIN) {
                continue;
            }
            if (begins(c, syntax.rightQuote())) {
                level--;
                if (level == 0) {
                    return TokenKind.STRING;
                }
                text.append(syntax.rightQuote());
            } else if (begins(c, syntax.leftQuote())) {
                level++;
                text.append(syntax.leftQuote());
            } else {
                text.append((char) c);
            }
        }
    }
}
