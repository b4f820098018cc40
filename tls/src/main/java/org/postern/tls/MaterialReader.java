package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// Reads the files that the options name and checks that they fit together; says in sendmail's words what does not.
final class MaterialReader {
    private static final Map<String, String> DIGESTS = Map.of(
            "md5", "MD5",
            "sha1", "SHA-1",
            "sha224", "SHA-224",
            "sha256", "SHA-256",
            "sha384", "SHA-384",
            "sha512", "SHA-512");
    private static final String PREFIX = "STARTTLS=";

    private final String side;
    private final TlsSettings settings;
    private final TlsSettings.Side own;
    private final TlsFileSource files;
    private final List<TlsNotice> notices;
    private boolean unusable;

    private MaterialReader(
            String side, TlsSettings settings, TlsSettings.Side own, TlsFileSource files, List<TlsNotice> notices) {
        this.side = side;
        this.settings = settings;
        this.own = own;
        this.files = files;
        this.notices = notices;
    }

    /// Empty when the server cannot do TLS: no certificate, or one of its files is unsafe or of no use.
    static Optional<TlsMaterial> server(
            TlsSettings settings, TlsFileSource files, Clock clock, List<TlsNotice> notices) {
        MaterialReader reader = new MaterialReader("server", settings, settings.server(), files, notices);
        reader.missing("ServerCertFile", settings.server().certificateFile());
        reader.missing("ServerKeyFile", settings.server().keyFile());
        if (reader.unusable) {
            return Optional.empty();
        }
        CertificatePurpose purpose =
                settings.serverPurposeForClients() ? CertificatePurpose.CLIENT_OR_SERVER : CertificatePurpose.CLIENT;
        return reader.material(purpose, clock);
    }

    /// Empty when the client cannot do TLS: one of the files that are named is unsafe or of no use.
    static Optional<TlsMaterial> client(
            TlsSettings settings, TlsFileSource files, Clock clock, List<TlsNotice> notices) {
        MaterialReader reader = new MaterialReader("client", settings, settings.client(), files, notices);
        return reader.material(CertificatePurpose.SERVER, clock);
    }

    /// One certificate and its key; empty when they cannot be used.
    ///
    /// @param side `server` or `client`, for the notices
    static Optional<TlsKey> key(
            String side, String certificateFile, String keyFile, TlsFileSource files, List<TlsNotice> notices) {
        TlsSettings.Side own = new TlsSettings.Side(certificateFile, keyFile, "", "", "");
        return new MaterialReader(side, TlsSettings.EMPTY, own, files, notices).key(certificateFile, keyFile);
    }

    private Optional<TlsMaterial> material(CertificatePurpose purpose, Clock clock) {
        List<TlsKey> keys = keys();
        Authorities authorities = new Authorities(authorities(), new HashedDirectory(own.authorityPath(), files));
        SslOptions options = SslOptions.of(own.sslOptions());
        options.unknown().forEach(word -> warn(PREFIX + side + ", error: unknown SSL option " + word));
        options.idle().forEach(word -> idle("SSL option " + word));
        if (options.protocols().isEmpty()) {
            problem(", error: no version of TLS is left");
        }
        if (unusable) {
            return Optional.empty();
        }
        String digest = digest();
        List<String> suites = keyExchanges(SuiteChoice.of(
                settings.cipherSuites(),
                settings.cipherList(),
                complaint -> warn(PREFIX + side + ", error: " + complaint)));
        notices.add(new TlsNotice(PREFIX + side + ", init=1", 14, false));
        return Optional.of(new TlsMaterial(
                keys,
                authorities.ofFile(),
                new ChainCheck(authorities, revocation(), purpose, clock),
                options.protocols(),
                suites,
                options.serverChooses(),
                settings.serverOptions().indexOf('V') < 0,
                digest.isEmpty() ? "MD5" : digest,
                digest.isEmpty() ? "cert_md5" : "cert_fp"));
    }

    private List<String> keyExchanges(List<String> suites) {
        if (!side.equals("server")) {
            return suites;
        }
        if (SuiteChoice.asksForOtherGroups(settings.dhParameters())) {
            idle("DHParameters=" + settings.dhParameters() + " (2048 bits are used)");
        }
        return SuiteChoice.withParameters(suites, settings.dhParameters());
    }

    private String digest() {
        if (settings.fingerprintAlgorithm().isEmpty()) {
            return "";
        }
        String digest = DIGESTS.getOrDefault(Ascii.lower(settings.fingerprintAlgorithm()), "");
        if (digest.isEmpty()) {
            warn("STARTTLS=init, CertFingerprintAlgorithm=" + settings.fingerprintAlgorithm() + ", status=invalid");
        }
        return digest;
    }

    private List<X509Certificate> authorities() {
        String file = own.authorityFile();
        if (file.isEmpty()) {
            return List.of();
        }
        Optional<byte[]> content = read(file, TlsFileSource.Use.CERTIFICATE);
        List<X509Certificate> found = content.map(MaterialReader::certificates).orElse(List.of());
        if (content.isPresent() && found.isEmpty()) {
            problem(", error: load verify locs " + own.authorityPath() + ", " + file + " failed: 0");
        }
        return found;
    }

    private Revocation revocation() {
        boolean wanted = !settings.crlFile().isEmpty() || !settings.crlPath().isEmpty();
        List<X509CRL> lists = new ArrayList<>();
        if (!settings.crlFile().isEmpty()) {
            TlsFile answer = files.read(settings.crlFile(), TlsFileSource.Use.CERTIFICATE);
            if (answer instanceof TlsFile.Unusable(String reason)) {
                warn(PREFIX + side + ": file " + settings.crlFile() + " unsafe: " + reason);
            } else if (answer instanceof TlsFile.Found(byte[] content)) {
                lists.addAll(revocationLists(content));
            }
            if (lists.isEmpty()) {
                // as sendmail: mail goes on, and nothing is revoked
                warn(PREFIX + side + ", error: PEM_read_bio_X509_CRL(" + settings.crlFile() + ")=failed");
            }
        }
        return new Revocation(lists, new HashedDirectory(settings.crlPath(), files), wanted);
    }

    private static List<X509CRL> revocationLists(byte[] content) {
        try {
            return PemFile.of(content).revocationLists();
        } catch (GeneralSecurityException _) {
            return List.of();
        }
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
        List<X509Certificate> chain = certificates(certificate.get());
        if (chain.isEmpty()) {
            problem(", error: SSL_CTX_use_certificate_file(" + certificateFile + ") failed");
            return Optional.empty();
        }
        try {
            PrivateKey secret = PemFile.of(key.get()).privateKey();
            if (PrivateKeys.fit(secret, chain.getFirst().getPublicKey())) {
                return Optional.of(new TlsKey(secret, chain));
            }
            problem(", error: SSL_CTX_check_private_key failed(" + keyFile + "): 0");
        } catch (GeneralSecurityException wrong) {
            problem(", error: SSL_CTX_use_PrivateKey_file(" + keyFile + ") failed");
            warn(PREFIX + side + ": " + keyFile + ": " + wrong.getMessage());
        }
        return Optional.empty();
    }

    private static List<X509Certificate> certificates(byte[] content) {
        try {
            return PemFile.of(content).certificates();
        } catch (GeneralSecurityException _) {
            return List.of();
        }
    }

    private Optional<byte[]> read(String path, TlsFileSource.Use use) {
        return switch (files.read(path, use)) {
            case TlsFile.Found(byte[] content) -> Optional.of(content);
            case TlsFile.Unusable(String reason) -> {
                problem(": file " + path + " unsafe: " + reason);
                yield Optional.empty();
            }
        };
    }

    private void missing(String option, String value) {
        if (value.isEmpty()) {
            notices.add(new TlsNotice("STARTTLS: " + option + " missing", 14, true));
            unusable = true;
        }
    }

    /// Something that is asked for and not done.
    private void idle(String what) {
        notices.add(new TlsNotice(PREFIX + side + ": " + what + " has no effect", 9, false));
    }

    /// Something that leaves this side without TLS.
    private void problem(String text) {
        warn(PREFIX + side + text);
        unusable = true;
    }

    private void warn(String text) {
        notices.add(new TlsNotice(text, text.contains(" unsafe: ") ? 8 : 6, true));
    }
}
