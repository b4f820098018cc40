package org.postern.sasl;

/// Why an attempt failed, with the numbers and words of the Cyrus library, which sendmail's log lines show. The
/// peer learns none of it.
public enum FailureKind {
    /// Wrong password, or a proof that does not fit.
    WRONG(-13, "authentication failure"),
    /// Nobody of that name has a secret.
    NO_USER(-20, "user not found"),
    /// A message that does not follow the mechanism's grammar, or at the wrong time.
    MALFORMED(-5, "bad protocol / cancel"),
    /// The user exists, but no secret that this mechanism could use.
    NO_VERIFIER(-26, "user exists, but no verifier for user"),
    /// The user may not act as the one whom it named.
    NOT_ALLOWED(-14, "authorization failure"),
    /// The account has expired.
    EXPIRED(-18, "passphrase expired, has to be reset"),
    /// The account is locked.
    DISABLED(-19, "account disabled"),
    /// The peer chose less protection than is demanded.
    TOO_WEAK(-15, "mechanism too weak for this user"),
    /// A password service or key is not there at the moment.
    TEMPORARY(-8, "transient failure (e.g., weak key)"),
    /// A local password service does not answer.
    UNAVAILABLE(-24, "remote authentication server unavailable"),
    /// The channel binding is not that of this connection.
    BAD_BINDING(-32, "channel binding failure");

    private final int code;
    private final String words;

    FailureKind(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /// The number that Cyrus gives it.
    public int code() {
        return code;
    }

    /// The words that Cyrus has for it.
    public String words() {
        return words;
    }

    /// True when trying again later may help.
    public boolean temporary() {
        return this == TEMPORARY || this == UNAVAILABLE;
    }
}
