package org.postern.tls;

import java.io.IOException;

/// The end of a TLS conversation: nothing more can be read or written. Never about a certificate of the other side.
public final class TlsFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /// Whose doing it was.
    public enum Kind {
        /// The other side sent something that is not TLS, or broke its rules.
        PROTOCOL,
        /// Both sides have nothing in common: versions, ciphers, groups, signatures.
        NOTHING_IN_COMMON,
        /// The other side gave up with an alert.
        ALERT,
        /// The connection ended in the middle.
        CLOSED,
        /// The other side went over a limit of ours.
        TOO_MUCH,
        /// Something of our own: no usable key, a defect of the library.
        INTERNAL
    }

    private final Kind kind;
    private final String reason;

    /// @param reason for the log, in the words of OpenSSL where it has some
    public TlsFailure(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
        this.reason = reason;
    }

    TlsFailure(Kind kind, String reason, Throwable cause) {
        super(reason, cause);
        this.kind = kind;
        this.reason = reason;
    }

    /// Whose doing it was.
    public Kind kind() {
        return kind;
    }

    /// In OpenSSL's words where it has some: `wrong version number`. Safe for a log.
    public String reason() {
        return reason;
    }

    /// The part of sendmail's line: `accept failed=-1, reason=wrong version number, SSL_error=1, errno=0, retry=-1`.
    ///
    /// @param call `accept` on the server, `connect` on the client
    public String logText(String call) {
        int error = kind == Kind.CLOSED ? 5 : 1;
        return call + " failed=-1, reason=" + reason + ", SSL_error=" + error + ", errno=0, retry=-1";
    }
}
