package org.postern.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.postern.base.Ascii;

/// The host names that a certificate is for.
final class CertificateNames {
    private static final Integer DNS_NAME = 2;

    private CertificateNames() {}

    /// The DNS names of its alternative names that a host can have: letters, digits, hyphens, dots, underscores, and
    /// one `*` as the first label.
    static List<String> alternatives(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            if (entries != null) {
                for (List<?> entry : entries) {
                    if (DNS_NAME.equals(entry.getFirst()) && entry.get(1) instanceof String name && isHostName(name)) {
                        names.add(name);
                    }
                }
            }
        } catch (CertificateParsingException _) {
            return List.of();
        }
        return List.copyOf(names);
    }

    private static boolean isHostName(String name) {
        String plain = name.startsWith("*.") ? name.substring(2) : name;
        return !plain.isEmpty()
                && plain.length() <= 253
                && plain.chars()
                        .allMatch(c -> c < 128
                                && (Ascii.isLetter((char) c) || Ascii.isDigit((char) c) || "-._".indexOf(c) >= 0));
    }

    /// True when the certificate names that host; `*` stands for the whole left-most label only (RFC 6125 §6.4.3).
    static boolean covers(X509Certificate certificate, String host) {
        return alternatives(certificate).stream().anyMatch(name -> matches(name, host));
    }

    static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return Ascii.sameIgnoringCase(pattern, host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && Ascii.sameIgnoringCase(pattern.substring(1), host.substring(dot));
    }
}
