package org.postern.helperwire;

/// What came next out of the pair.
sealed interface Reading {
    /// A frame that makes sense.
    record Whole(Frame frame) implements Reading {}

    /// A frame of good length whose content makes no sense; reading can go on.
    ///
    /// @param number the request that it was about, as far as could be seen
    record Malformed(int number, String why) implements Reading {}

    /// The stream is of no use any more: a length out of bounds, or an end within a frame.
    record Broken(String why) implements Reading {}

    /// The other end has closed its side.
    record Ended() implements Reading {}
}
