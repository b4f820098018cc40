package org.postern.cf;

import org.postern.base.Ascii;

/// One token of an address or of a rule. Compared without regard to case.
final class Token {
    /// What kind of token it is; decides whether a separator is put between two of them.
    enum Kind {
        /// A run of ordinary characters.
        ATOM,
        /// A quoted string with its quotes.
        QUOTED,
        /// One operator character.
        OPERATOR,
        /// A [Code], with its name if it has one.
        CODE
    }

    /// One object for each operator character, so that most comparisons end at once.
    private static final Token[] OPERATORS = new Token[256];

    private static final Token[] SINGLE = new Token[Code.REPLACE_9 - Code.BASE + 1];

    static {
        for (int i = 0; i < OPERATORS.length; i++) {
            OPERATORS[i] = new Token(String.valueOf((char) i), Kind.OPERATOR);
        }
        for (int i = 0; i < SINGLE.length; i++) {
            SINGLE[i] = new Token(String.valueOf((char) (Code.BASE + i)), Kind.CODE);
        }
    }

    static final Token MAILER = code(Code.MAILER);
    static final Token HOST = code(Code.HOST);
    static final Token USER = code(Code.USER);

    private final String text;
    private final String folded;
    private final Kind kind;
    private final long bit;
    private final char code;
    private final String name;

    private Token(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
        this.code = kind == Kind.CODE ? text.charAt(0) : 0;
        this.name = kind == Kind.CODE ? Code.bare(text.substring(1)) : "";
        this.folded = kind == Kind.OPERATOR ? text : Ascii.lower(text);
        int hash = folded.hashCode();
        this.bit = 1L << ((hash ^ (hash >>> 6) ^ (hash >>> 13)) & 63);
    }

    static Token of(String text, Kind kind) {
        if (text.length() == 1) {
            char c = text.charAt(0);
            if (kind == Kind.CODE) {
                return code(c);
            }
            if (kind == Kind.OPERATOR && c < OPERATORS.length) {
                return OPERATORS[c];
            }
        }
        return new Token(text, kind);
    }

    static Token atom(String text) {
        return new Token(text, Kind.ATOM);
    }

    /// An operator code without a name.
    static Token code(char code) {
        return SINGLE[code - Code.BASE];
    }

    String text() {
        return text;
    }

    String folded() {
        return folded;
    }

    Kind kind() {
        return kind;
    }

    /// One of 64 bits; equal tokens have equal bits.
    long bit() {
        return bit;
    }

    /// The operator code, or 0 for other tokens.
    char code() {
        return code;
    }

    boolean is(char code) {
        return this.code == code;
    }

    /// The name behind an operator code, without braces; empty for other tokens.
    String name() {
        return name;
    }

    boolean same(Token other) {
        return this == other || (bit == other.bit && folded.equals(other.folded));
    }

    @Override
    public String toString() {
        return Printable.text(text);
    }
}
