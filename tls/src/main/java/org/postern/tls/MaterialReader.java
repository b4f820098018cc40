package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;

/// Reads the files that the options name and checks that they fit together; says in sendmail's words what does not.
final class MaterialReader {
    private final String side;
    private final TlsSettings settings;
    private final TlsSettings.Side own;
    private final TlsFileSource files;
    private final List<TlsNotice> notices;

    private MaterialReader(
            String side, TlsSettings settings, TlsSettings.Side own, TlsFileSource files, List<TlsNotice> notices) {
        this.side = side;
        this.settings = settings;
        this.own = own;
        this.files = files;
        this.notices = notices;
    }

    static Optional<TlsMaterial> server(
            TlsSettings settings, TlsFileSource files, Clock clock, List<TlsNotice> notices) {
        MaterialReader reader = new MaterialReader("server", settings, settings.server(), files, notices);
        if (settings.server().certificateFile().isEmpty()) {
            reader.problem("STARTTLS: ServerCertFile missing");
            return Optional.empty();
        }
        List<TlsKey> keys = reader.keys();
        return keys.isEmpty() ? Optional.empty() : reader.material(keys, clock);
    }

    static Optional<TlsMaterial> client(
            TlsSettings settings, TlsFileSource files, Clock clock, List<TlsNotice> notices) {
        MaterialReader reader = new MaterialReader("client", settings, settings.client(), files, notices);
        return reader.material(reader.keys(), clock);
    }

    private Optional<TlsMaterial> material(List<TlsKey> keys, Clock clock) {
        List<X509Certificate> authorities = authorities();
        return Optional.of(new TlsMaterial(
                keys,
                authorities,
                new ChainCheck(authorities, clock),
                List.of(),
                List.of(),
                settings.serverOptions().indexOf('V') < 0,
                "MD5",
                "cert_md5"));
    }

    private List<X509Certificate> authorities() {
        if (own.authorityFile().isEmpty()) {
            return List.of();
        }
        return read(own.authorityFile(), TlsFileSource.Use.CERTIFICATE)
                .map(content -> certificates(own.authorityFile(), content))
                .orElse(List.of());
    }

    private List<TlsKey> keys() {
        List<TlsKey> keys = new ArrayList<>();
        String[] certificateFiles = own.certificateFile().split(",", -1);
        String[] keyFiles = own.keyFile().split(",", -1);
        for (int i = 0; i < Math.min(certificateFiles.length, keyFiles.length); i++) {
            if (!certificateFiles[i].isEmpty() && !keyFiles[i].isEmpty()) {
                key(certificateFiles[i], keyFiles[i]).ifPresent(keys::add);
            }
        }
        return keys;
    }

    private Optional<TlsKey> key(String certificateFile, String keyFile) {
        Optional<byte[]> certificate = read(certificateFile, TlsFileSource.Use.CERTIFICATE);
        Optional<byte[]> key = read(keyFile, TlsFileSource.Use.KEY);
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> chain = certificates(certificateFile, certificate.get());
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        try {
            PrivateKey secret = PemFile.of(key.get()).privateKey();
            return Optional.of(new TlsKey(secret, chain));
        } catch (GeneralSecurityException unusable) {
            problem("STARTTLS=" + side + ", error: SSL_CTX_use_PrivateKey_file(" + keyFile + ") failed");
            return Optional.empty();
        }
    }

    private List<X509Certificate> certificates(String file, byte[] content) {
        try {
            return PemFile.of(content).certificates();
        } catch (GeneralSecurityException unusable) {
            problem("STARTTLS=" + side + ", error: SSL_CTX_use_certificate_file(" + file + ") failed");
            return List.of();
        }
    }

    private Optional<byte[]> read(String path, TlsFileSource.Use use) {
        return switch (files.read(path, use)) {
            case TlsFile.Found(byte[] content) -> Optional.of(content);
            case TlsFile.Unusable(String reason) -> {
                problem("STARTTLS=" + side + ": file " + path + " unsafe: " + reason);
                yield Optional.empty();
            }
        };
    }

    private void problem(String text) {
        notices.add(new TlsNotice(text, 1, true));
    }
}
