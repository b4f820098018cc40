package org.postern.programs.mta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.maps.MapFileCheck.Purpose;
import org.postern.maps.SafeMapFiles;
import org.postern.tls.TlsFileSource;
import org.postern.tls.TlsSettings;

/// The options about TLS (sendmail op guide §5.6) as the tls module takes them, and the files that they name.
public final class TlsOptions {
    private static final List<CfOption> CERTIFICATES = List.of(
            CfOption.SERVER_CERT_FILE,
            CfOption.CLIENT_CERT_FILE,
            CfOption.CA_CERT_FILE,
            CfOption.CLIENT_CA_CERT_FILE,
            CfOption.CRL_FILE);
    private static final List<CfOption> KEYS = List.of(CfOption.SERVER_KEY_FILE, CfOption.CLIENT_KEY_FILE);

    private TlsOptions() {}

    /// What a configuration sets.
    ///
    /// @param selfMade true when a host without ServerCertFile and ServerKeyFile uses [SelfMadeCertificate#FILE]
    /// @param serversAsClients see [TlsSettings#serverPurposeForClients]
    public static TlsSettings settings(OptionValues options, boolean selfMade, boolean serversAsClients) {
        boolean own = selfMade && hasNone(options);
        String authorityFile = options.text(CfOption.CA_CERT_FILE);
        String authorityPath = options.text(CfOption.CA_CERT_PATH);
        return new TlsSettings(
                new TlsSettings.Side(
                        own ? SelfMadeCertificate.FILE : options.text(CfOption.SERVER_CERT_FILE),
                        own ? SelfMadeCertificate.FILE : options.text(CfOption.SERVER_KEY_FILE),
                        authorityFile,
                        authorityPath,
                        String.join(",", options.list(CfOption.SERVER_SSL_OPTIONS))),
                new TlsSettings.Side(
                        options.text(CfOption.CLIENT_CERT_FILE),
                        options.text(CfOption.CLIENT_KEY_FILE),
                        or(options.text(CfOption.CLIENT_CA_CERT_FILE), authorityFile),
                        or(options.text(CfOption.CLIENT_CA_CERT_PATH), authorityPath),
                        String.join(",", options.list(CfOption.CLIENT_SSL_OPTIONS))),
                options.text(CfOption.CRL_FILE),
                options.text(CfOption.CRL_PATH),
                options.text(CfOption.CIPHER_LIST),
                options.text(CfOption.CIPHER_SUITES),
                options.text(CfOption.DH_PARAMETERS),
                String.join("", options.list(CfOption.TLS_SRV_OPTIONS)),
                options.isSet(CfOption.CERT_FINGERPRINT_ALGORITHM)
                        ? options.text(CfOption.CERT_FINGERPRINT_ALGORITHM)
                        : "",
                serversAsClients);
    }

    private static String or(String own, String common) {
        return own.isEmpty() ? common : own;
    }

    /// The files as a command sees them, with the caller's rights.
    public static TlsFileSource files(SafeMapFiles checks) {
        return HostTlsFiles.own(checks, Optional::empty);
    }

    /// True when the server has no certificate.
    static boolean hasNone(OptionValues options) {
        return options.text(CfOption.SERVER_CERT_FILE).isEmpty()
                && options.text(CfOption.SERVER_KEY_FILE).isEmpty();
    }

    /// The files that the options name, with what they are for; where they name none for the server, the self-made one.
    public static Map<String, Purpose> files(OptionValues options) {
        Map<String, Purpose> files = new LinkedHashMap<>();
        for (CfOption option : CERTIFICATES) {
            put(files, options.text(option), Purpose.CERTIFICATE);
        }
        if (options.text(CfOption.DH_PARAMETERS).startsWith("/")) {
            put(files, options.text(CfOption.DH_PARAMETERS), Purpose.CERTIFICATE);
        }
        for (CfOption option : KEYS) {
            // the same file for both is a key
            put(files, options.text(option), Purpose.PRIVATE_KEY);
        }
        if (hasNone(options)) {
            files.put(SelfMadeCertificate.FILE, Purpose.PRIVATE_KEY);
        }
        return files;
    }

    private static void put(Map<String, Purpose> files, String names, Purpose purpose) {
        for (String name : names.split(",", -1)) {
            if (!name.isEmpty()) {
                files.put(name, purpose);
            }
        }
    }
}
