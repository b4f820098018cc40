package org.postern.m4;

/// The delimiters that `changequote` and `changecom` change.
///
/// @param leftQuote empty when quoting is off
/// @param rightQuote closes a quote
/// @param commentStart empty when comments are off
/// @param commentEnd ends a comment, of which it is part
record Syntax(String leftQuote, String rightQuote, String commentStart, String commentEnd) {
    static final Syntax STANDARD = new Syntax("`", "'", "#", "\n");

    String quoted(String text) {
        return leftQuote + text + rightQuote;
    }

    Syntax withQuotes(String left, String right) {
        return new Syntax(left, right, commentStart, commentEnd);
    }

    Syntax withComments(String start, String end) {
        return new Syntax(leftQuote, rightQuote, start, end);
    }
}
