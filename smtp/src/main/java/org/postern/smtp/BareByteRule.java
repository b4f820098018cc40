package org.postern.smtp;

/// What happens to a CR without LF or a LF without CR in message data (RFC 5321 §2.3.8; sendmail 8.18 `srv_features`
/// letters g and u).
public enum BareByteRule {
    /// The message is refused with 421 and the connection is closed: the default.
    REFUSE,
    /// It becomes a blank (`g2`, `u2`).
    BLANK,
    /// It stays as it is (`G`, `U`): a bare LF is then a line end in what is stored.
    KEEP
}
