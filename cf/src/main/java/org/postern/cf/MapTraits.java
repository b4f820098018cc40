package org.postern.cf;

import java.util.Optional;

/// What the engine itself must know of a map, because sendmail does it outside of the map classes (sendmail op guide
/// §5.9): how the key is built, whether to ask at all, and what a temporary failure means.
///
/// @param wordSeparator what joins the words of a key (`-S`); empty: the option BlankSub
/// @param keepsQuotes `-q`: the quotes of a key stay
/// @param heldBackWhenDeferring `-D`: in deferred delivery mode (`{deliveryMode}` is `d`) the map is not
///     asked, as if it did not have the key; a delivery asks it
/// @param toleratesFailure `-t`: a temporary failure does not make the rule set fail temporarily
/// @param failureSuffix `-T`: after a temporary failure the key with this text is the result (the status of the rule
///     set is still "temporary failure" unless [#toleratesFailure])
/// @param statusWhenMissing the exit code that `/map` of the address test mode shows for a missing key: 0, 67 or 68
public record MapTraits(
        Optional<Character> wordSeparator,
        boolean keepsQuotes,
        boolean heldBackWhenDeferring,
        boolean toleratesFailure,
        Optional<String> failureSuffix,
        int statusWhenMissing) {
    /// A map that says nothing about itself: it gets its keys with their quotes.
    public static final MapTraits PLAIN = new MapTraits(Optional.empty(), true, false, false, Optional.empty(), 0);
}
