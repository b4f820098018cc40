package org.postern.tls;

/// What `{verify}` says of the other side's certificate, in sendmail's words (sendmail op guide §5.2). The words that
/// start with `DANE_` and [#TRUSTED] are about TLSA records.
public enum Verify {
    /// The certificate was verified.
    OK,
    /// The certificate was verified by a TLSA record.
    TRUSTED,
    /// There was no certificate.
    NO,
    /// No certificate was asked for.
    NOT,
    /// There was a certificate that could not be verified.
    FAIL,
    /// STARTTLS was not performed.
    NONE,
    /// A temporary error: a 4xx reply to STARTTLS, or something of our own was missing.
    TEMP,
    /// Another reply to STARTTLS than the protocol allows.
    PROTOCOL,
    /// `tls_clt_features` gave an error.
    CONFIG,
    /// The handshake failed.
    SOFTWARE,
    /// TLS was left out on purpose after a failure (TLSFallbacktoClear).
    CLEAR,
    /// Anything else.
    FAILURE,
    /// There are TLSA records and none fits.
    DANE_FAIL,
    /// TLSA records could not be looked up now.
    DANE_TEMP,
    /// There are TLSA records and the server does not offer STARTTLS.
    DANE_NOTLS;

    /// The word as rule sets and log lines have it.
    public String word() {
        return name();
    }
}
