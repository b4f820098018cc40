package org.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// Certificates and keys for tests, in `certificates/`; made once with OpenSSL, valid for a hundred years.
///
/// | name | issued by | subject |
/// |---|---|---|
/// | `server` | the CA of gshapiro.net | `CN=mx.exam.test` |
/// | `gir` | the CA of gshapiro.net | `CN=gir.gshapiro.net` |
/// | `shapiro` | the CA of Sendmail, Inc. | the person of the talk's example |
/// | `other` | the CA of Sendmail, Inc. | somebody else, with characters that are encoded |
/// | `twin` | a CA with the same name as that of gshapiro.net | `CN=gir.gshapiro.net` |
/// | `stranger` | itself | `CN=stranger.test` |
///
/// `authorities.pem` has the first two authorities.
public final class TestCertificates {
    private static final String FOLDER = "/certificates/";

    private TestCertificates() {}

    /// A file of the folder: `NAME.pem`, `NAME.key` or `authorities.pem`.
    public static String text(String file) {
        try (InputStream in = TestCertificates.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + FOLDER + file + " on the class path");
            }
            return Ascii.text(in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A client that takes every server, and shows the certificate, whatever authorities the server names.
    ///
    /// @param name of the certificate; empty for a client without one
    static SSLContext client(Optional<String> name) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys =
                name.isPresent() ? new KeyManager[] {new OneKey(certificate(name.get()), key(name.get()))} : null;
        context.init(keys, new TrustManager[] {new AnyCertificate()}, null);
        return context;
    }

    private static X509Certificate certificate(String name) throws GeneralSecurityException {
        InputStream in = new java.io.ByteArrayInputStream(Ascii.bytes(text(name + ".pem")));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }

    private static PrivateKey key(String name) throws GeneralSecurityException {
        String body = text(name + ".key").replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    /// Shows its one certificate to everybody who asks.
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "one";

        private final X509Certificate certificate;
        private final PrivateKey key;

        OneKey(X509Certificate certificate, PrivateKey key) {
            this.certificate = certificate;
            this.key = key;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return List.of(keyType).contains("EC") ? ALIAS : "";
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseClientAlias(keyType, issuers, null);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
