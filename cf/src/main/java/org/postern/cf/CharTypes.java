package org.postern.cf;

/// What each character means to the [Tokenizer].
final class CharTypes {
    /// How parentheses are read.
    enum Comments {
        /// As comments, which are dropped.
        DROPPED,
        /// As operators.
        KEPT,
        /// As operators, and what is unbalanced is neither repaired nor complained about: rules.
        KEPT_UNREPAIRED
    }

    static final byte OPERATOR = 0;
    static final byte ATOM = 1;
    static final byte QUOTE = 2;
    static final byte SPACE = 3;
    static final byte TAKES_NEXT = 4;

    private static final String ALWAYS_OPERATORS = "()<>,;";

    private final byte[] types = new byte[256];

    /// @param operatorChars the option OperatorChars
    CharTypes(String operatorChars) {
        java.util.Arrays.fill(types, ATOM);
        for (char c = '\t'; c <= '\r'; c++) {
            types[c] = SPACE;
        }
        types[' '] = SPACE;
        types['"'] = QUOTE;
        types[Code.META_QUOTE] = TAKES_NEXT;
        String operators = operatorChars + ALWAYS_OPERATORS;
        for (int i = 0; i < operators.length(); i++) {
            char c = operators.charAt(i);
            if (c < types.length && types[c] == ATOM) {
                types[c] = OPERATOR;
            }
        }
    }

    byte type(char c) {
        return c < types.length ? types[c] : ATOM;
    }
}
