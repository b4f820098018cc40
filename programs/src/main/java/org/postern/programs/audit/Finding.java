package org.postern.programs.audit;

import org.postern.base.PeerText;

/// One thing that is not as it should be.
///
/// @param severity how bad it is
/// @param name of the check, the same for ever: `key-readable`
/// @param subject the path or option
/// @param text what is wrong
/// @param why what it opens
/// @param mend what mends it
record Finding(Severity severity, String name, String subject, String text, String why, Mend mend) {
    private static final int LONGEST = 400;

    Finding {
        subject = PeerText.escape(subject, LONGEST);
        text = PeerText.escape(text, LONGEST);
    }

    /// `SEVERITY path-or-option: text (fix: command)`.
    String line() {
        return severity.word() + " " + subject + ": " + text + " (fix: " + mend.command() + ")";
    }
}
