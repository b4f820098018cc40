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
/// @param members what its operators `$=x` took
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
        List<ClassWord> members,
        List<MapQuestion> questions,
        List<RuleCall> calls,
        Tokens after) {
    /// Words that are a member of a class.
    ///
    /// @param className without braces
    /// @param word as it stands in the workspace
    public record ClassWord(String className, String word) {}

    public RuleMatch {
        members = List.copyOf(members);
        questions = List.copyOf(questions);
        calls = List.copyOf(calls);
    }
}
