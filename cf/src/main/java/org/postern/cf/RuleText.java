package org.postern.cf;

/// What a rule set that answers with a text left.
public sealed interface RuleText {
    /// No such rule set.
    RuleText NOTHING = new Text("");

    /// The text.
    record Text(String text) implements RuleText {}

    /// The rules ended with `$#`, or a map did not answer: there is no text now.
    record Unavailable() implements RuleText {}
}
