package org.postern.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.postern.base.Ascii;

/// A PEM file: blocks between `-----BEGIN X-----` and `-----END X-----`, anything else between them is comment
/// (RFC 7468 §2).
final class PemFile {
    /// One block, decoded.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Block(String label, byte[] content) {}

    /// What a file may hold; /etc/ssl/certs/ca-certificates.crt has about 150.
    private static final int MAX_BLOCKS = 2000;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");

    private final List<Block> blocks;

    private PemFile(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /// @throws CertificateException when a block is not closed or not base64
    static PemFile of(byte[] file) throws CertificateException {
        String text = Ascii.text(file);
        List<Block> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int endOfLabel = text.indexOf("-----", at + BEGIN.length());
            int end = endOfLabel < 0 ? -1 : text.indexOf(END, endOfLabel);
            if (end < 0 || blocks.size() >= MAX_BLOCKS) {
                throw new CertificateException("a block that does not end");
            }
            String label = text.substring(at + BEGIN.length(), endOfLabel);
            blocks.add(new Block(label, decode(text.substring(endOfLabel + 5, end))));
            at = text.indexOf(BEGIN, end);
        }
        return new PemFile(blocks);
    }

    private static byte[] decode(String body) throws CertificateException {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException wrong) {
            throw new CertificateException("not base64", wrong);
        }
    }

    /// The certificates, in the order of the file.
    List<X509Certificate> certificates() throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.endsWith("CERTIFICATE")
                    && factory.generateCertificate(new ByteArrayInputStream(block.content))
                            instanceof X509Certificate certificate) {
                found.add(certificate);
            }
        }
        return found;
    }

    /// The first private key.
    PrivateKey privateKey() throws GeneralSecurityException {
        for (Block block : blocks) {
            if (block.label.equals("PRIVATE KEY")) {
                return fromPkcs8(block.content);
            }
        }
        throw new InvalidKeySpecException("no key");
    }

    private static PrivateKey fromPkcs8(byte[] content) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException("no known kind of key");
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (InvalidKeySpecException other) {
                last = other;
            }
        }
        throw last;
    }
}
