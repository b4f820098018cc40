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

    /// False when a workspace of this size, with these bits, cannot match.
    boolean mayMatch(int size, long bits) {
        return (literalBits & ~bits) == 0 && size >= minTokens && (!fixedLength || size == minTokens);
    }
}
