package org.postern.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.postern.base.ChannelBinding;

/// Reads an agreed session: versions, ciphers, the certificate and what it is worth.
final class PeerIdentity {
    private static final int EXPORTER_LENGTH = 32;

    private PeerIdentity() {}

    /// @param begun when the handshake began, in milliseconds since 1970: an older session is one that was resumed
    static TlsIdentity of(SSLSession session, boolean server, boolean asked, long begun, TlsMaterial material) {
        CipherSuite cipher = CipherSuite.of(session.getCipherSuite());
        List<X509Certificate> chain = chain(session);
        Verify verify;
        String message;
        if (chain.isEmpty()) {
            verify = asked ? Verify.NO : Verify.NOT;
            message = "ok";
        } else {
            ChainCheck.Result result = material.check().check(chain);
            verify = result.verify();
            message = result.message();
        }
        return new TlsIdentity(
                session.getProtocol(),
                cipher.name(),
                cipher.bits(),
                cipher.bits(),
                verify,
                message,
                chain.isEmpty() ? Optional.empty() : Optional.of(certificate(chain.getFirst(), material)),
                material.fingerprintMacro(),
                bindings(session, server ? local(session) : chain),
                session.getCreationTime() < begun);
    }

    private static List<X509Certificate> chain(SSLSession session) {
        try {
            return certificates(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }

    private static List<X509Certificate> local(SSLSession session) {
        Certificate[] own = session.getLocalCertificates();
        return own == null ? List.of() : certificates(own);
    }

    private static List<X509Certificate> certificates(Certificate[] from) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate one : from) {
            if (one instanceof X509Certificate certificate) {
                chain.add(certificate);
            }
        }
        return chain;
    }

    private static PeerCertificate certificate(X509Certificate certificate, TlsMaterial material) {
        DistinguishedName subject =
                DistinguishedName.of(certificate.getSubjectX500Principal().getEncoded());
        DistinguishedName issuer =
                DistinguishedName.of(certificate.getIssuerX500Principal().getEncoded());
        DistinguishedName.CommonName commonName = subject.commonName();
        DistinguishedName.CommonName issuerName = issuer.commonName();
        List<String> remarks = new ArrayList<>();
        remark(remarks, "cn_subject", commonName);
        remark(remarks, "cn_issuer", issuerName);
        return new PeerCertificate(
                subject.encoded(),
                issuer.encoded(),
                commonName.text(),
                issuerName.text(),
                fingerprint(certificate, material.fingerprint()),
                CertificateNames.alternatives(certificate),
                remarks);
    }

    private static void remark(List<String> remarks, String field, DistinguishedName.CommonName name) {
        if (!name.complaint().isEmpty()) {
            remarks.add("field=" + field + ", status=" + name.complaint());
        }
    }

    /// Pairs of hexadecimal digits with colons between.
    static String fingerprint(X509Certificate certificate, String algorithm) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (NoSuchAlgorithmException | CertificateEncodingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// Exported without a context, as everybody does: in TLS 1.2 an empty one (RFC 9266 §2) gives other bytes.
    private static List<ChannelBinding> bindings(SSLSession session, List<X509Certificate> serverChain) {
        List<ChannelBinding> bindings = new ArrayList<>();
        if (session instanceof ExtendedSSLSession extended) {
            try {
                bindings.add(new ChannelBinding(
                        ChannelBinding.EXPORTER,
                        extended.exportKeyingMaterialData("EXPORTER-Channel-Binding", null, EXPORTER_LENGTH)));
            } catch (SSLKeyException | UnsupportedOperationException _) {
                // TLS 1.2 without the extended master secret
            }
        }
        if (!serverChain.isEmpty()) {
            endPoint(serverChain.getFirst()).ifPresent(bindings::add);
        }
        return bindings;
    }

    /// RFC 5929 §4.1: the hash of the certificate's own signature, SHA-256 instead of MD5 and SHA-1.
    private static Optional<ChannelBinding> endPoint(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        String hash = switch (algorithm.substring(0, with)) {
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> "SHA-256";
        };
        try {
            return Optional.of(new ChannelBinding(
                    ChannelBinding.SERVER_END_POINT,
                    MessageDigest.getInstance(hash).digest(certificate.getEncoded())));
        } catch (NoSuchAlgorithmException | CertificateEncodingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
