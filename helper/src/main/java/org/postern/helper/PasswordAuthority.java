package org.postern.helper;

import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.PasswordState;

/// Judges passwords of accounts of this system, with the rights of the helper; what may be asked, the helper's own copy
/// of the configuration says.
public interface PasswordAuthority {
    /// Nobody asks: the configuration has no method that needs the helper.
    PasswordAuthority NONE = _ -> new Answer.NotAsked();

    /// What came of a question.
    sealed interface Answer {
        /// The password was looked at.
        record Judged(PasswordState state) implements Answer {}

        /// Nothing can be said now.
        ///
        /// @param why for the log
        record NotNow(String why) implements Answer {}

        /// The configuration does not ask for passwords of this system.
        record NotAsked() implements Answer {}
    }

    /// Looks at one password. Called by several threads at once, and bounded by [PasswordService].
    Answer judge(HelperRequest.CheckPassword request);
}
