package org.postern.cf;

/// One R line, prepared: what must be there at all is known before a match is tried.
final class Rule {
    private final Tokens left;
    private final Tokens right;
    private final int line;
    private final long literalBits;
    private final int minTokens;
    private final boolean fixedLength;

    Rule(Tokens left, Tokens right, int line) {
        this.left = left;
        this.right = right;
        this.line = line;
        long bits = 0;
        int min = 0;
        boolean fixed = true;
        for (int i = 0; i < left.size(); i++) {
            Token token = left.get(i);
            switch (token.code()) {
                case Code.ANY_OR_NONE, Code.MACRO_LATE -> fixed = false;
                case Code.HOST -> {}
                case Code.ANY, Code.IN_CLASS -> {
                    fixed = false;
                    min++;
                }
                case Code.ONE, Code.NOT_IN_CLASS -> min++;
                default -> {
                    min++;
                    bits |= token.bit();
                }
            }
        }
        this.literalBits = bits;
        this.minTokens = min;
        this.fixedLength = fixed;
    }

    Tokens left() {
        return left;
    }

    Tokens right() {
        return right;
    }

    int line() {
        return line;
    }

    /// The bits of all tokens that must be in a workspace; see [Token#bit].
    long literalBits() {
        return literalBits;
    }

    /// The bit of the token that must be at this place of the left side, 0 when it is an operator.
    long literalBit(int index) {
        if (index < 0 || index >= left.size()) {
            return 0;
        }
        Token token = left.get(index);
        return switch (token.code()) {
            case Code.ANY_OR_NONE, Code.ANY, Code.ONE, Code.IN_CLASS, Code.NOT_IN_CLASS, Code.HOST, Code.MACRO_LATE ->
                0;
            default -> token.bit();
        };
    }

    /// True when this place of the left side takes exactly one token of the workspace.
    boolean takesOne(int index) {
        if (index < 0 || index >= left.size()) {
            return false;
        }
        return switch (left.get(index).code()) {
            case Code.ANY_OR_NONE, Code.ANY, Code.IN_CLASS, Code.HOST, Code.MACRO_LATE -> false;
            default -> true;
        };
    }

    /// The fewest tokens that can match.
    int fewestTokens() {
        return minTokens;
    }

    /// The most tokens that can match.
    int mostTokens() {
        return fixedLength ? minTokens : Integer.MAX_VALUE;
    }
}
