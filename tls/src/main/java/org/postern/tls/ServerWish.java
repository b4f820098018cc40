package org.postern.tls;

/// What a server wants of one session.
///
/// @param listener which door it came in by: sessions are resumed only at the same one
/// @param askForCertificate false leaves out the request for a certificate (feature `V`); `{verify}` is then `NOT`
public record ServerWish(String listener, boolean askForCertificate) {}
