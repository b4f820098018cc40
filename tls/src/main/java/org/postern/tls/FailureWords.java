package org.postern.tls;

import java.util.Set;
import javax.net.ssl.SSLException;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// The JDK's complaints in OpenSSL's words, which are in sendmail's log lines and in the heads of administrators.
final class FailureWords {
    private static final String ALERT = "Received fatal alert: ";

    /// Alerts that SSL 3 had already; OpenSSL says so.
    private static final Set<String> OLD_ALERTS = Set.of(
            "unexpected_message",
            "bad_record_mac",
            "decompression_failure",
            "handshake_failure",
            "no_certificate",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "illegal_parameter");

    private static final String WRAPPED = "Unexpected exception";

    private FailureWords() {}

    /// What the peer said.
    ///
    /// @param name of the alert, in lower case
    static TlsFailure ofAlert(String name, SSLException failed) {
        String era = OLD_ALERTS.contains(name) ? "sslv3" : "tlsv1";
        String text = era + " alert " + PeerText.of(name.replace('_', ' ')).forLog();
        return new TlsFailure(TlsFailure.Kind.ALERT, text, failed);
    }

    /// What was wrong at first: the engine puts words of its own around what it did not expect.
    private static String message(SSLException failed) {
        String message = failed.getMessage() == null ? "" : failed.getMessage();
        if (failed.getCause() instanceof Exception cause && cause.getMessage() != null && message.equals(WRAPPED)) {
            return cause.getMessage();
        }
        return message;
    }

    static TlsFailure of(SSLException failed) {
        if (failed.getCause() instanceof TlsFailure own) {
            return own;
        }
        String message = message(failed);
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            return ofAlert(Ascii.lower(message.substring(alert + ALERT.length())), failed);
        }
        if (message.contains("(protocol_version)")) {
            return new TlsFailure(TlsFailure.Kind.NOTHING_IN_COMMON, "unsupported protocol", failed);
        }
        if (message.contains("nrecognized SSL message")) {
            return new TlsFailure(TlsFailure.Kind.PROTOCOL, "wrong version number", failed);
        }
        if (message.contains("no cipher suites in common")) {
            return new TlsFailure(TlsFailure.Kind.NOTHING_IN_COMMON, "no shared cipher", failed);
        }
        if (message.contains("(no_application_protocol)")) {
            return new TlsFailure(TlsFailure.Kind.NOTHING_IN_COMMON, "no application protocol", failed);
        }
        return new TlsFailure(TlsFailure.Kind.PROTOCOL, PeerText.of(message).forLog(), failed);
    }
}
