package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;

/// What matters to whoever looks after a certificate: for whom, how long, how strong.
///
/// @param subject in one line, escaped
/// @param fromMillis when it begins to be good, milliseconds since 1970
/// @param untilMillis when it ends
/// @param keyKind `RSA`, `EC`, `EdDSA` ...
/// @param keyBits the size of an RSA key or of a curve; 0 for other kinds, which have one size
/// @param names the host names in it
/// @param forHost true when it is for the host that was asked about
public record CertificateFacts(
        String subject,
        long fromMillis,
        long untilMillis,
        String keyKind,
        int keyBits,
        List<String> names,
        boolean forHost) {
    public CertificateFacts {
        names = List.copyOf(names);
    }

    /// The facts of the first certificate of a PEM file.
    ///
    /// @param host the name that it should be for
    /// @throws GeneralSecurityException when there is none in it
    @SuppressWarnings("JavaUtilDate") // the JDK's certificates have nothing else
    public static CertificateFacts of(byte[] pem, String host) throws GeneralSecurityException {
        List<X509Certificate> all = PemFile.of(pem).certificates();
        if (all.isEmpty()) {
            throw new GeneralSecurityException("no certificate in it");
        }
        X509Certificate certificate = all.getFirst();
        DistinguishedName subject =
                DistinguishedName.of(certificate.getSubjectX500Principal().getEncoded());
        return new CertificateFacts(
                PeerText.of(subject.oneLine()).forLog(),
                certificate.getNotBefore().getTime(),
                certificate.getNotAfter().getTime(),
                certificate.getPublicKey().getAlgorithm(),
                bits(certificate.getPublicKey()),
                CertificateNames.alternatives(certificate),
                CertificateNames.covers(certificate, host));
    }

    /// Why a private key cannot be used with the first certificate of another file; empty when it can.
    public static Optional<String> keyProblem(byte[] keyPem, byte[] certificatePem) {
        try {
            List<X509Certificate> all = PemFile.of(certificatePem).certificates();
            boolean fits = !all.isEmpty()
                    && PrivateKeys.fit(
                            PemFile.of(keyPem).privateKey(), all.getFirst().getPublicKey());
            return fits ? Optional.empty() : Optional.of("it does not belong to the certificate");
        } catch (GeneralSecurityException broken) {
            String message = broken.getMessage();
            return Optional.of(message == null ? "it cannot be read" : message);
        }
    }

    private static int bits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength();
            case ECPublicKey curve -> curve.getParams().getOrder().bitLength();
            default -> 0;
        };
    }
}
