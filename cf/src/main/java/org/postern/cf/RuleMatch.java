package org.postern.cf;

import java.util.List;

/// A rule that matched, and what came of it.
///
/// @param ruleset where it stands
/// @param number its place there, from 1
/// @param line in the configuration file
/// @param left its left side
/// @param right its right side
/// @param before the workspace that it matched
/// @param questions the maps that its right side asked, in order
/// @param calls the rule sets that its right side called, in order
/// @param after what it made of the workspace
public record RuleMatch(
        String ruleset,
        int number,
        int line,
        Tokens left,
        Tokens right,
        Tokens before,
        List<MapQuestion> questions,
        List<RuleCall> calls,
        Tokens after) {
    public RuleMatch {
        questions = List.copyOf(questions);
        calls = List.copyOf(calls);
    }
}
