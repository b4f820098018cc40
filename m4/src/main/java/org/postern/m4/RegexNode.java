package org.postern.m4;

import java.util.List;

/// A regular expression as a tree.
sealed interface RegexNode {
    /// Matches nothing but the empty text.
    record Empty() implements RegexNode {}

    /// One character of a set.
    record OneOf(ByteSet set) implements RegexNode {}

    /// A place between characters.
    record At(Anchor anchor) implements RegexNode {}

    /// The same text as a group matched.
    record Again(int group) implements RegexNode {}

    /// One after the other.
    record Sequence(List<RegexNode> parts) implements RegexNode {}

    /// The first of them that leads to the longest match.
    record Choice(List<RegexNode> branches) implements RegexNode {}

    /// A group that remembers what it matched.
    record Group(int number, RegexNode body) implements RegexNode {}

    /// As often as possible.
    ///
    /// @param least 0 or 1
    /// @param many false for at most once
    record Repeat(RegexNode body, int least, boolean many) implements RegexNode {}

    /// The kinds of places.
    enum Anchor {
        LINE_START,
        LINE_END,
        TEXT_START,
        TEXT_END,
        WORD_START,
        WORD_END,
        WORD_EDGE,
        NO_WORD_EDGE
    }
}
