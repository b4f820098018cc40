package org.postern.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.postern.base.Ascii;

/// A PEM file: blocks between `-----BEGIN X-----` and `-----END X-----`, anything else between them is comment
/// (RFC 7468 §2).
final class PemFile {
    /// One block, decoded.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(String label, boolean encrypted, byte[] content) {
        byte[] plain() throws InvalidKeySpecException {
            if (encrypted) {
                throw PrivateKeys.encrypted();
            }
            return content;
        }
    }

    /// What a file may hold; /etc/ssl/certs/ca-certificates.crt has about 150.
    private static final int MAX_BLOCKS = 2000;

    private static final String DASHES = "-----";
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

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
            int endOfLabel = text.indexOf(DASHES, at + BEGIN.length());
            int end = endOfLabel < 0 ? -1 : text.indexOf(END, endOfLabel + DASHES.length());
            if (end < 0 || blocks.size() >= MAX_BLOCKS) {
                throw new CertificateException("a block that does not end");
            }
            String label = text.substring(at + BEGIN.length(), endOfLabel);
            blocks.add(block(label, text.substring(endOfLabel + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end);
        }
        return new PemFile(blocks);
    }

    /// Fields of RFC 1421 may stand before an empty line.
    private static Block block(String label, String body) throws CertificateException {
        int colon = body.indexOf(':');
        if (colon < 0) {
            return new Block(label, false, decode(body));
        }
        String lines = body.replace("\r", "");
        int empty = lines.indexOf("\n\n");
        boolean encrypted = lines.contains("ENCRYPTED");
        return new Block(label, encrypted, encrypted ? new byte[0] : decode(lines.substring(Math.max(0, empty))));
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

    /// The revocation lists, in the order of the file.
    List<X509CRL> revocationLists() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509CRL> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("X509 CRL")
                    && factory.generateCRL(new ByteArrayInputStream(block.content)) instanceof X509CRL list) {
                found.add(list);
            }
        }
        return found;
    }

    /// The first request for a certificate, encoded.
    byte[] request() throws CertificateException {
        return blocks.stream()
                .filter(block -> block.label.endsWith("CERTIFICATE REQUEST"))
                .findFirst()
                .orElseThrow(() -> new CertificateException("no certificate request in it"))
                .content;
    }

    /// The first private key: PKCS#8, PKCS#1 (RSA) or SEC 1 (elliptic curves), never an encrypted one.
    ///
    /// @throws GeneralSecurityException when there is none that can be used; the message says why
    PrivateKey privateKey() throws GeneralSecurityException {
        byte[] parameters = new byte[0];
        for (Block block : blocks) {
            switch (block.label) {
                case "EC PARAMETERS" -> parameters = block.content;
                case "PRIVATE KEY" -> {
                    return PrivateKeys.fromPkcs8(block.content);
                }
                case "RSA PRIVATE KEY" -> {
                    return PrivateKeys.fromPkcs1(block.plain());
                }
                case "EC PRIVATE KEY" -> {
                    return PrivateKeys.fromSec1(block.plain(), parameters);
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    throw PrivateKeys.encrypted();
                }
                default -> {}
            }
        }
        throw new InvalidKeySpecException("no private key in it");
    }
}
