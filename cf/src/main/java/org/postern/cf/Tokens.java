package org.postern.cf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A vector of tokens: an address or another text as rules see it. Immutable.
public final class Tokens {
    /// No tokens.
    public static final Tokens NONE = new Tokens(new Token[0]);

    private final Token[] tokens;

    private Tokens(Token[] tokens) {
        this.tokens = tokens;
    }

    static Tokens of(List<Token> tokens) {
        return tokens.isEmpty() ? NONE : new Tokens(tokens.toArray(new Token[0]));
    }

    static Tokens of(Token[] tokens, int size) {
        return size == 0 ? NONE : new Tokens(Arrays.copyOf(tokens, size));
    }

    static Tokens of(Token[] tokens, int start, int end) {
        return start >= end ? NONE : new Tokens(Arrays.copyOfRange(tokens, start, end));
    }

    Tokens followedBy(Tokens other) {
        Token[] joined = Arrays.copyOf(tokens, tokens.length + other.tokens.length);
        System.arraycopy(other.tokens, 0, joined, tokens.length, other.tokens.length);
        return new Tokens(joined);
    }

    /// The number of tokens.
    public int size() {
        return tokens.length;
    }

    /// True when there are none.
    public boolean isEmpty() {
        return tokens.length == 0;
    }

    Token get(int index) {
        return tokens[index];
    }

    /// The tokens from this place on.
    public Tokens from(int start) {
        return start >= tokens.length ? NONE : new Tokens(Arrays.copyOfRange(tokens, start, tokens.length));
    }

    Tokens slice(int start, int end) {
        return start >= end ? NONE : new Tokens(Arrays.copyOfRange(tokens, start, end));
    }

    /// The vector itself; not to be changed.
    Token[] array() {
        return tokens;
    }

    /// The place of the first token with this code from `start` on, -1 when there is none.
    int indexOf(char code, int start) {
        for (int i = start; i < tokens.length; i++) {
            if (tokens[i].is(code)) {
                return i;
            }
        }
        return -1;
    }

    /// True when these tokens end with all of the others.
    boolean endsWith(Tokens other) {
        int start = tokens.length - other.tokens.length;
        for (int i = 0; start >= 0 && i < other.tokens.length; i++) {
            if (!tokens[start + i].text().equals(other.tokens[i].text())) {
                return false;
            }
        }
        return start >= 0;
    }

    /// Puts the tokens together again.
    ///
    /// @param separator stands between two tokens that are both plain words; 0 for nothing
    public String join(char separator) {
        StringBuilder out = new StringBuilder(tokens.length * 8);
        join(tokens, 0, tokens.length, separator, out);
        return out.toString();
    }

    static void join(Token[] tokens, int start, int end, char separator, StringBuilder out) {
        boolean afterAtom = false;
        for (int i = start; i < end; i++) {
            Token token = tokens[i];
            boolean atom = token.kind() == Token.Kind.ATOM;
            if (afterAtom && atom && separator != 0) {
                out.append(separator);
            }
            out.append(token.text());
            afterAtom = atom;
        }
    }

    /// The texts of the tokens; operators as they are written in rules (`$#`).
    public List<String> texts() {
        List<String> out = new ArrayList<>(tokens.length);
        for (Token token : tokens) {
            out.add(token.kind() == Token.Kind.CODE ? Printable.text(token.text()) : token.text());
        }
        return out;
    }

    /// As traces show it, without the first blank.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        Printable.append(out, this);
        return out.isEmpty() ? "" : out.substring(1);
    }
}
