package org.postern.tls;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// What a client needs for TLS: its certificates, if it has any, the authorities it trusts, versions and ciphers.
/// Immutable. Sessions are not resumed: each connection proves itself.
public final class TlsClientContext {
    private final TlsMaterial material;
    private final SSLContext context;

    private final Optional<MaterialVariants<TlsClientContext>> variants;

    private TlsClientContext(TlsMaterial material) {
        this.material = material;
        this.context = material.newContext();
        this.variants = Optional.empty();
    }

    TlsClientContext(TlsMaterial material, TlsSettings settings, TlsFileSource files) {
        this.material = material;
        this.context = material.newContext();
        this.variants = Optional.of(
                new MaterialVariants<>("client", material, settings, settings.client(), files, TlsClientContext::new));
    }

    /// The context for one handshake with options of its own. May read files.
    public HandshakeContext<TlsClientContext> with(HandshakeOptions options) {
        HandshakeOptions asked = options.forContext();
        return asked.equals(HandshakeOptions.NONE) || variants.isEmpty()
                ? new HandshakeContext<>(Optional.of(this), List.of())
                : variants.get().of(asked);
    }

    /// True when there is a certificate to show to servers that ask for one.
    public boolean hasCertificate() {
        return !material.keys().isEmpty();
    }

    SSLEngine engine(ClientWish wish) {
        // without a peer's name the JDK looks for no earlier session
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = material.parameters(engine);
        wish.serverName().ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        engine.setSSLParameters(parameters);
        return engine;
    }

    TlsMaterial material() {
        return material;
    }
}
