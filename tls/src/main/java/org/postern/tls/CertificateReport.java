package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.PeerText;

/// What stands in a file of certificates, for people: names as rule sets see them, times, fingerprints.
public final class CertificateReport {
    private CertificateReport() {}

    /// Lines about each certificate of a PEM file.
    ///
    /// @throws GeneralSecurityException when the file has none
    public static List<String> of(byte[] pem, Clock clock) throws GeneralSecurityException {
        List<String> lines = new ArrayList<>();
        List<X509Certificate> all = PemFile.of(pem).certificates();
        if (all.isEmpty()) {
            throw new CertificateException("no certificate in it");
        }
        for (X509Certificate certificate : all) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(lines(certificate, clock));
        }
        return lines;
    }

    @SuppressWarnings("JavaUtilDate") // the JDK's certificates have nothing else
    static List<String> lines(X509Certificate certificate, Clock clock) {
        DistinguishedName subject =
                DistinguishedName.of(certificate.getSubjectX500Principal().getEncoded());
        DistinguishedName issuer =
                DistinguishedName.of(certificate.getIssuerX500Principal().getEncoded());
        long now = clock.epochMillis();
        String state = certificate.getNotAfter().getTime() < now
                ? "  (has expired)"
                : certificate.getNotBefore().getTime() > now ? "  (not yet valid)" : "";
        List<String> lines = new ArrayList<>();
        lines.add("subject       " + PeerText.of(subject.oneLine()).forLog());
        lines.add("issuer        " + PeerText.of(issuer.oneLine()).forLog());
        lines.add("CertSubject:  " + subject.encoded());
        lines.add("CertIssuer:   " + issuer.encoded());
        lines.add("from          " + certificate.getNotBefore().toInstant());
        lines.add("to            " + certificate.getNotAfter().toInstant() + state);
        List<String> names = CertificateNames.alternatives(certificate);
        if (!names.isEmpty()) {
            lines.add("host names    " + String.join(" ", names));
        }
        lines.add("kind          "
                + (certificate.getBasicConstraints() >= 0 ? "authority, " : "")
                + certificate.getPublicKey().getAlgorithm() + " key");
        lines.add("MD5           " + PeerIdentity.fingerprint(certificate, "MD5"));
        lines.add("SHA-256       " + PeerIdentity.fingerprint(certificate, "SHA-256"));
        return lines;
    }

    /// True when the first certificate of a file is good for that long, and for that host if that is a qualified name.
    @SuppressWarnings("JavaUtilDate") // the JDK's certificates have nothing else
    public static boolean isGoodFor(String pem, String host, long untilMillis) {
        try {
            List<X509Certificate> all = PemFile.of(Ascii.bytes(pem)).certificates();
            return !all.isEmpty()
                    && all.getFirst().getNotAfter().getTime() > untilMillis
                    && (CertificateSubject.complaint(host).isPresent()
                            || CertificateNames.covers(all.getFirst(), host));
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
