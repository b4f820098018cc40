package org.postern.tls;

import javax.security.auth.x500.X500Principal;

/// A distinguished name as OpenSSL prints it on one line and as sendmail encodes that.
final class DistinguishedName {
    private DistinguishedName() {}

    /// @param der the encoded name
    static String oneLine(byte[] der) {
        return new X500Principal(der).getName();
    }
}
