package org.postern.mail;

/// The BODY parameter of MAIL (RFC 6152 §2).
public enum BodyType {
    /// Not given.
    UNSTATED(""),
    SEVEN_BIT("7BIT"),
    EIGHT_BIT_MIME("8BITMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
    }

    /// The word on the wire and in the `B` line of a `qf` file; empty when not given.
    public String keyword() {
        return keyword;
    }
}
