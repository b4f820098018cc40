package org.postern.smtp;

/// What a session offers or insists on; each can be switched per client by the rule set `srv_features` (sendmail op
/// guide §5.1.4.13). A lower-case letter switches on, the upper-case one off.
public enum ServerFeature {
    /// Offer AUTH.
    AUTH('a'),
    /// Offer VERB.
    VERB('b'),
    /// Mechanisms that send a password in the clear need an encrypted connection.
    SECURE_PLAINTEXT('c'),
    /// Offer DSN (RFC 3461).
    DSN('d'),
    /// Offer ETRN (RFC 1985).
    ETRN('e'),
    /// Refuse input that arrives before the answer to EHLO or before 354.
    REJECT_EARLY_DATA('f'),
    /// Refuse HTTP commands at any time, not only as the first command.
    REJECT_HTTP('h'),
    /// Offer SMTPUTF8 (RFC 6531).
    SMTPUTF8('i'),
    /// MAIL needs AUTH.
    REQUIRE_AUTH('l'),
    /// PIPELINING is not offered and pipelined input costs a pause.
    NO_PIPELINING('n'),
    /// Only CR LF . CR LF ends a message.
    STRICT_END('o'),
    /// Offer PIPELINING (RFC 2920).
    PIPELINING('p'),
    /// Offer STARTTLS (RFC 3207).
    STARTTLS('s'),
    /// Ask the client for a certificate.
    REQUEST_CERTIFICATE('v'),
    /// Offer EXPN.
    EXPN('x'),
    /// Offer CHUNKING (RFC 3030); sendmail has no letter for it, so it is a word: `chunking` on, `CHUNKING` off.
    CHUNKING("chunking"),
    /// Offer LIMITS (RFC 9422); a word as well: `limits` on, `LIMITS` off.
    LIMITS("limits");

    private final String word;

    ServerFeature(char letter) {
        this.word = String.valueOf(letter);
    }

    ServerFeature(String word) {
        this.word = word;
    }

    /// The letter or word that switches it on; in capitals it switches it off.
    public String word() {
        return word;
    }
}
