package org.postern.tls;

import javax.net.ssl.SSLException;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// The JDK's complaints in OpenSSL's words, which are in sendmail's log lines and in the heads of administrators.
final class FailureWords {
    private static final String ALERT = "Received fatal alert: ";

    private FailureWords() {}

    static TlsFailure of(SSLException failed) {
        if (failed.getCause() instanceof TlsFailure own) {
            return own;
        }
        String message = failed.getMessage() == null ? "" : failed.getMessage();
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String name = Ascii.lower(message.substring(alert + ALERT.length())).replace('_', ' ');
            return new TlsFailure(
                    TlsFailure.Kind.ALERT, "alert " + PeerText.of(name).forLog(), failed);
        }
        if (message.contains("nrecognized SSL message")) {
            return new TlsFailure(TlsFailure.Kind.PROTOCOL, "wrong version number", failed);
        }
        if (message.contains("no cipher suites in common")) {
            return new TlsFailure(TlsFailure.Kind.NOTHING_IN_COMMON, "no shared cipher", failed);
        }
        return new TlsFailure(TlsFailure.Kind.PROTOCOL, PeerText.of(message).forLog(), failed);
    }
}
