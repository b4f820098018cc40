package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// Makes keys and certificates (RFC 5280): an authority of one's own, certificates of servers and clients, one that a
/// host signs itself. The texts are PEM, as OpenSSL and every other program reads them.
public final class CertificateMaker {
    /// What a certificate is for.
    public enum Use {
        /// To sign others.
        AUTHORITY,
        /// A mail server, which is also a client of others.
        SERVER,
        /// A client only.
        CLIENT
    }

    /// The kind of a new key.
    public enum KeyKind {
        /// P-256: short and fast, what everybody has.
        EC,
        /// RSA with 3072 bits.
        RSA
    }

    /// A new key and its certificate, both as PEM.
    public record Made(String key, String certificate) {
        /// Never shows the key.
        @Override
        public String toString() {
            return "Made[" + certificate.length() + " characters]";
        }
    }

    /// Clocks of others may be behind.
    private static final long BEFORE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final int RSA_BITS = 3072;

    private final Clock clock;
    private final SecureRandom random;

    /// @param random for keys and serial numbers
    public CertificateMaker(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// A key with a certificate that it signs itself: an authority, or a host that has no other.
    public Made selfSigned(CertificateSubject subject, Use use, KeyKind kind, int days)
            throws GeneralSecurityException {
        KeyPair pair = pair(kind);
        CertificateFields fields = new CertificateFields(
                subject.encoded(), subject.encoded(), pair.getPublic(), pair.getPublic(), subject.hostNames(), use);
        return new Made(pem(pair.getPrivate()), sign(fields, pair.getPrivate(), days));
    }

    /// A key with a certificate that an authority signs.
    ///
    /// @param authority its key and certificate, each as PEM
    public Made issued(Made authority, CertificateSubject subject, Use use, KeyKind kind, int days)
            throws GeneralSecurityException {
        KeyPair pair = pair(kind);
        return new Made(
                pem(pair.getPrivate()),
                sign(authority, subject.encoded(), pair.getPublic(), subject.hostNames(), use, days));
    }

    /// A certificate for a request that somebody else made (PKCS#10), with the names that stand in it.
    ///
    /// @param request PEM
    /// @throws GeneralSecurityException when the request cannot be read or its signature is wrong
    public String signed(Made authority, String request, Use use, int days) throws GeneralSecurityException {
        CertificateRequest read =
                CertificateRequest.of(PemFile.of(Ascii.bytes(request)).request());
        return sign(authority, read.subject(), read.key(), read.hostNames(), use, days);
    }

    private String sign(Made authority, byte[] subject, PublicKey key, List<String> hostNames, Use use, int days)
            throws GeneralSecurityException {
        List<X509Certificate> chain =
                PemFile.of(Ascii.bytes(authority.certificate)).certificates();
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate of the authority");
        }
        X509Certificate issuer = chain.getFirst();
        PrivateKey secret = PemFile.of(Ascii.bytes(authority.key)).privateKey();
        if (!PrivateKeys.fit(secret, issuer.getPublicKey())) {
            throw new InvalidKeyException("the key of the authority does not belong to its certificate");
        }
        if (issuer.getBasicConstraints() < 0) {
            throw new CertificateException("the certificate is not one of an authority");
        }
        byte[] issuerName = issuer.getSubjectX500Principal().getEncoded();
        return sign(
                new CertificateFields(subject, issuerName, key, issuer.getPublicKey(), hostNames, use), secret, days);
    }

    private String sign(CertificateFields fields, PrivateKey secret, int days) throws GeneralSecurityException {
        SignatureKind kind = SignatureKind.of(secret);
        byte[] serial = new byte[16];
        random.nextBytes(serial);
        serial[0] = (byte) ((serial[0] & 0x7f) | 0x40);
        long now = clock.epochMillis();
        byte[] body = fields.encoded(serial, kind, now - BEFORE_MILLIS, now + TimeUnit.DAYS.toMillis(days));
        Signature signature = Signature.getInstance(kind.javaName());
        signature.initSign(secret, random);
        signature.update(body);
        byte[] whole = DerWriter.sequence(body, kind.encoded(), DerWriter.bitString(signature.sign()));
        return pem("CERTIFICATE", whole);
    }

    private KeyPair pair(KeyKind kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.name());
        switch (kind) {
            case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            case RSA -> generator.initialize(RSA_BITS, random);
        }
        return generator.generateKeyPair();
    }

    private static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] content) {
        List<String> lines = new ArrayList<>();
        lines.add("-----BEGIN " + label + "-----");
        lines.add(Ascii.text(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(content)));
        lines.add("-----END " + label + "-----\n");
        return String.join("\n", lines);
    }
}
