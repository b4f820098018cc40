package org.postern.mail;

/// What a recipient line of a `qf` file says before its colon (sendmail op guide, appendix B).
public enum RecipientFlag {
    /// Named by the sender, not by an alias.
    PRIMARY('P'),
    /// NOTIFY was given (RFC 3461 §4.1); without it failures are reported.
    NOTIFY_GIVEN('N'),
    /// Report success.
    NOTIFY_SUCCESS('S'),
    /// Report failure.
    NOTIFY_FAILURE('F'),
    /// Report delay.
    NOTIFY_DELAY('D'),
    /// The result of an alias.
    ALIAS('A'),
    /// From a Bcc field.
    BLIND('B');

    private final char letter;

    RecipientFlag(char letter) {
        this.letter = letter;
    }

    /// The letter in the file.
    public char letter() {
        return letter;
    }
}
