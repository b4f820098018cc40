package org.postern.m4;

/// What the tokenizer distinguishes.
enum TokenKind {
    END,
    /// A builtin out of `defn`.
    BUILTIN,
    /// A quoted text without its quotes, or a comment.
    STRING,
    WORD,
    OPEN,
    COMMA,
    CLOSE,
    /// Any other character.
    OTHER
}
