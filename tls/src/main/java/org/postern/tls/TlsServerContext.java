package org.postern.tls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// What a server needs for TLS: its certificates, the authorities it trusts, versions and ciphers. Immutable; a reload
/// makes a new one, and sessions under way keep theirs.
public final class TlsServerContext {
    static {
        // read by the JDK when the first server of the process shakes hands
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /// More listeners than a host has.
    private static final int MAX_LISTENERS = 256;
    private static final Set<String> PROTOCOLS = Set.of("smtp", "esmtp");

    private final TlsMaterial material;
    /// One for each listener and way of asking: a session is resumed only in the one that made it.
    private final Map<ServerWish, SSLContext> contexts = new ConcurrentHashMap<>();

    private final Optional<MaterialVariants<TlsServerContext>> variants;

    private TlsServerContext(TlsMaterial material) {
        this.material = material;
        this.variants = Optional.empty();
    }

    TlsServerContext(TlsMaterial material, TlsSettings settings, TlsFileSource files) {
        this.material = material;
        this.variants = Optional.of(
                new MaterialVariants<>("server", material, settings, settings.server(), files, TlsServerContext::new));
    }

    /// The context for one handshake with options of its own. May read files.
    public HandshakeContext<TlsServerContext> with(HandshakeOptions options) {
        HandshakeOptions asked = options.forContext();
        return asked.equals(HandshakeOptions.NONE) || variants.isEmpty()
                ? new HandshakeContext<>(Optional.of(this), List.of())
                : variants.get().of(asked);
    }

    SSLEngine engine(ServerWish wish) {
        if (contexts.size() > MAX_LISTENERS) {
            throw new IllegalStateException("too many listeners");
        }
        SSLEngine engine =
                contexts.computeIfAbsent(wish, _ -> material.newContext()).createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = material.parameters(engine);
        parameters.setWantClientAuth(wish.askForCertificate() && material.asksForCertificates());
        engine.setSSLParameters(parameters);
        engine.setHandshakeApplicationProtocolSelector((_, offered) -> spoken(offered));
        return engine;
    }

    /// What is spoken with a client that says what it wants to speak (ALPN, RFC 7301): mail or nothing, so that a
    /// browser that was led here by mistake or on purpose gets no further.
    private static @Nullable String spoken(List<String> offered) {
        return offered.stream().filter(PROTOCOLS::contains).findFirst().orElse(null);
    }

    TlsMaterial material() {
        return material;
    }

    /// What `postern tls` and `status` show: one line for each certificate.
    public List<String> certificates() {
        return material.describe();
    }
}
