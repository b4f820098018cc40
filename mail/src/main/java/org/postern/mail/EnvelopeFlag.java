package org.postern.mail;

/// The letters of the `F` line of a `qf` file (sendmail op guide, appendix B).
public enum EnvelopeFlag {
    /// The body holds bytes above 127.
    EIGHT_BIT('8'),
    /// Bcc fields are deleted.
    DELETE_BCC('b'),
    /// RET was given.
    RETURN_GIVEN('d'),
    /// SMTPUTF8 was asked for.
    INTERNATIONAL('e'),
    /// No body in a bounce (RET=HDRS).
    NO_BODY_RETURN('n'),
    /// The message is itself a report; it is never reported on to its sender.
    RESPONSE('r'),
    /// The envelope was split from another.
    SPLIT('s'),
    /// A warning that the message is late was sent.
    WARNING_SENT('w');

    private final char letter;

    EnvelopeFlag(char letter) {
        this.letter = letter;
    }

    /// The letter in the file.
    public char letter() {
        return letter;
    }
}
