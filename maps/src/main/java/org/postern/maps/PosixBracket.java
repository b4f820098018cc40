package org.postern.maps;

/// One bracket expression of a POSIX regular expression, as a class of java.util.regex.
final class PosixBracket {
    private final String source;
    private final boolean ignoreCase;
    private final StringBuilder out = new StringBuilder("[");
    private int position;

    /// @param position behind the opening bracket
    PosixBracket(String source, int position, boolean ignoreCase) {
        this.source = source;
        this.position = position;
        this.ignoreCase = ignoreCase;
    }

    /// The place behind the closing bracket, after [#translate].
    int end() {
        return position;
    }

    String translate() throws MapDeclarationException {
        if (peek() == '^') {
            out.append('^');
            position++;
        }
        boolean first = true;
        while (first || peek() != ']') {
            first = false;
            if (source.startsWith("[:", position)) {
                out.append(className(delimited(":]")));
            } else {
                element();
            }
        }
        position++;
        return out.append(']').toString();
    }

    private void element() throws MapDeclarationException {
        char low = one();
        boolean range = peek() == '-' && position + 1 < source.length() && source.charAt(position + 1) != ']';
        out.append(escaped(low));
        if (range) {
            position++;
            char high = one();
            if (high < low) {
                throw new MapDeclarationException("Invalid range end");
            }
            out.append('-').append(escaped(high));
        }
    }

    /// A character, also in the forms `[.c.]` and `[=c=]`.
    private char one() throws MapDeclarationException {
        if (source.startsWith("[.", position) || source.startsWith("[=", position)) {
            String inner = delimited(source.charAt(position + 1) + "]");
            if (inner.length() != 1) {
                throw new MapDeclarationException("Invalid collation character");
            }
            return inner.charAt(0);
        }
        char c = peek();
        position++;
        return c;
    }

    private String delimited(String end) throws MapDeclarationException {
        int close = source.indexOf(end, position + 2);
        if (close < 0) {
            throw unmatched();
        }
        String inner = source.substring(position + 2, close);
        position = close + end.length();
        return inner;
    }

    private char peek() throws MapDeclarationException {
        if (position >= source.length()) {
            throw unmatched();
        }
        return source.charAt(position);
    }

    private static MapDeclarationException unmatched() {
        return new MapDeclarationException("Unmatched [, [^, [:, [., or [=");
    }

    private String className(String name) throws MapDeclarationException {
        return switch (name) {
            case "alpha" -> "\\p{Alpha}";
            case "upper" -> ignoreCase ? "\\p{Alpha}" : "\\p{Upper}";
            case "lower" -> ignoreCase ? "\\p{Alpha}" : "\\p{Lower}";
            case "digit" -> "\\p{Digit}";
            case "alnum" -> "\\p{Alnum}";
            case "punct" -> "\\p{Punct}";
            case "graph" -> "\\p{Graph}";
            case "print" -> "\\p{Print}";
            case "blank" -> "\\p{Blank}";
            case "cntrl" -> "\\p{Cntrl}";
            case "xdigit" -> "\\p{XDigit}";
            case "space" -> "\\s";
            default -> throw new MapDeclarationException("Invalid character class name");
        };
    }

    /// A character that means itself.
    static String escaped(char c) {
        return "\\x" + Character.forDigit((c >> 4) & 15, 16) + Character.forDigit(c & 15, 16);
    }
}
