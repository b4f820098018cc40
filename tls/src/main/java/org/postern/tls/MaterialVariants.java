package org.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Contexts that differ from those of the host by [HandshakeOptions]. Each has sessions of its own, so that none is
/// resumed under another policy.
final class MaterialVariants<T> {
    /// An access map names a handful; others are made for each handshake anew.
    private static final int MAX_KEPT = 64;

    private final String side;
    private final TlsMaterial base;
    private final TlsSettings settings;
    private final TlsSettings.Side own;
    private final TlsFileSource files;
    private final Function<TlsMaterial, T> maker;
    private final Map<HandshakeOptions, HandshakeContext<T>> kept = new ConcurrentHashMap<>();

    /// @param side `server` or `client`, for the notices
    /// @param maker makes a context
    MaterialVariants(
            String side,
            TlsMaterial base,
            TlsSettings settings,
            TlsSettings.Side own,
            TlsFileSource files,
            Function<TlsMaterial, T> maker) {
        this.side = side;
        this.base = base;
        this.settings = settings;
        this.own = own;
        this.files = files;
        this.maker = maker;
    }

    HandshakeContext<T> of(HandshakeOptions options) {
        HandshakeContext<T> known = kept.get(options);
        if (known != null) {
            return known;
        }
        List<TlsNotice> notices = new ArrayList<>();
        HandshakeContext<T> made =
                new HandshakeContext<>(material(options, notices).map(maker), notices);
        if (kept.size() < MAX_KEPT) {
            kept.put(options, made);
        }
        return made;
    }

    private Optional<TlsMaterial> material(HandshakeOptions options, List<TlsNotice> notices) {
        SslOptions words = SslOptions.of(own.sslOptions() + "," + options.sslOptions());
        List<String> unknown = SslOptions.of(options.sslOptions()).unknown();
        if (!unknown.isEmpty()) {
            String rule = side.equals("server") ? "srv" : "clt";
            notices.add(new TlsNotice(
                    "tls_" + rule + "_features=" + options.sslOptions() + ", error=SSL_OP not found", 9, true));
            return Optional.empty();
        }
        if (words.protocols().isEmpty()) {
            notices.add(error("no version of TLS is left"));
            return Optional.empty();
        }
        String list = options.cipherList().isEmpty() ? settings.cipherList() : options.cipherList();
        if (SuiteChoice.older(options.cipherList()).isEmpty()) {
            notices.add(error("SSL_set_cipher_list(" + options.cipherList() + ") failed"));
            return Optional.empty();
        }
        String suites = options.cipherSuites().isEmpty() ? settings.cipherSuites() : options.cipherSuites();
        if (SuiteChoice.newest(options.cipherSuites()).isEmpty()) {
            notices.add(error("SSL_set_ciphersuites(" + options.cipherSuites() + ") failed"));
            return Optional.empty();
        }
        List<String> all = SuiteChoice.of(suites, list, _ -> {});
        List<String> chosen = side.equals("server") ? SuiteChoice.withParameters(all, settings.dhParameters()) : all;
        return Optional.of(new TlsMaterial(
                keys(options, notices),
                base.announced(),
                options.has('R') ? base.check().demandingLists() : base.check(),
                words.protocols(),
                chosen,
                words.serverChooses(),
                base.asksForCertificates(),
                base.fingerprint(),
                base.fingerprintMacro()));
    }

    /// A certificate that cannot be used leaves those of the host, as in sendmail.
    private List<TlsKey> keys(HandshakeOptions options, List<TlsNotice> notices) {
        if (options.certificateFile().isEmpty()) {
            return base.keys();
        }
        return MaterialReader.key(side, options.certificateFile(), options.keyFile(), files, notices)
                .map(List::of)
                .orElse(base.keys());
    }

    private TlsNotice error(String text) {
        return new TlsNotice("STARTTLS=" + side + ", error: " + text, 8, true);
    }
}
