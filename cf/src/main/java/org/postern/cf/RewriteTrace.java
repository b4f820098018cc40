package org.postern.cf;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Hears what the engine does, step by step: the address test prints it, [RuleRecorder] keeps it for
/// `postern explain`.
///
/// Called on the thread of the call that is traced. Texts may hold what a peer sent.
public interface RewriteTrace {
    /// A trace that hears nothing.
    RewriteTrace NONE = new RewriteTrace() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /// What sendmail prints at these debug levels (sendmail op guide §4.7).
    ///
    /// @param out gets the text piece by piece
    static RewriteTrace printed(Consumer<String> out, DebugLevels debug) {
        StringBuilder text = new StringBuilder();
        return new ClassicTrace(text, debug, false, (_, _) -> {}) {
            @Override
            void written() {
                out.accept(text.toString());
                text.setLength(0);
            }
        };
    }

    /// A rule set begins.
    default void input(String ruleset, Tokens workspace) {}

    /// A rule set ends.
    default void returns(String ruleset, Tokens workspace) {}

    /// A rule is tried; called only when [#wantsRules] is true.
    ///
    /// @param number of the rule in its rule set, from 1
    /// @param line in the configuration file
    default void trying(String ruleset, int number, int line, Tokens left) {}

    /// The rule that was tried matches.
    default void matches(Tokens right) {}

    /// An operator `$=x` of the rule that matches took these words; called only when [#wantsRules] is true.
    ///
    /// @param member as it stands in the workspace
    default void member(String className, String member) {}

    /// The rule that was tried does not match.
    default void fails() {}

    /// A rule set without rules is not called.
    default void skips(String ruleset, int number) {}

    /// A rule matched its own result again and again.
    default void stuck(Tokens workspace) {}

    /// What the rule made of the workspace.
    default void rewritten(Tokens workspace) {}

    /// A map is about to be asked.
    default void asks(String map, String key, List<String> arguments) {}

    /// A map was asked.
    ///
    /// @param missing the status that a missing key has in this class of maps
    default void lookup(String map, String key, LookupResult result, int missing) {}

    /// The value of `$&x` was looked up; called only when [#wantsRules] is true.
    ///
    /// @param left true on the left side of a rule
    /// @param value empty when the macro is not defined
    default void late(boolean left, String name, Optional<String> value) {}

    /// A text is about to be cut into tokens.
    ///
    /// @param start where in the text that begins
    default void scans(String text, int start) {}

    /// The next token of the text.
    default void token(String text) {}

    /// What was made of the text; nothing when nothing could be made.
    default void scanned(Tokens tokens) {}

    /// An address is about to be parsed to a mailer triple.
    default void parses(String address) {}

    /// The triple of the address.
    default void parsed(String address, Resolution.ToMailer triple) {}

    /// The address has no triple, or one that is of no use.
    ///
    /// @param what is wrong, in sendmail's words: `NULL`, `bad address`, `bad q_user`
    default void unparsed(String what) {}

    /// An error.
    ///
    /// @param message with its codes, `554 5.3.5 Unknown ruleset x`
    /// @param about the text that is wrong; empty when the configuration is to blame
    default void problem(String message, String about) {}

    /// False when nothing needs to be told, so that nothing is prepared for telling it.
    default boolean listens() {
        return true;
    }

    /// True when single rules are of interest.
    default boolean wantsRules() {
        return false;
    }
}
