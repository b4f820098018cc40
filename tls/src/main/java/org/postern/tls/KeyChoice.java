package org.postern.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Chooses among our own certificates: by the kind of key that the other side can use, and on the server by the name
/// that it asked for. Keys stay in memory as objects; the JDK's own managers would decrypt them for every handshake.
final class KeyChoice extends X509ExtendedKeyManager {
    private final List<TlsKey> keys;

    KeyChoice(List<TlsKey> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    private String @Nullable [] aliases(String keyType) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (fits(keys.get(i), keyType)) {
                found.add(Integer.toString(i));
            }
        }
        return found.isEmpty() ? null : found.toArray(String[]::new);
    }

    private static boolean fits(TlsKey key, String keyType) {
        String algorithm = key.certificate().getPublicKey().getAlgorithm();
        return algorithm.equals(keyType) || (algorithm.equals("EdDSA") && keyType.startsWith("Ed"));
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        for (String keyType : keyTypes) {
            String[] found = aliases(keyType);
            if (found != null) {
                return found[0];
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String[] found = aliases(keyType);
        if (found == null) {
            return null;
        }
        String name = requestedName(engine);
        if (!name.isEmpty()) {
            for (String alias : found) {
                if (CertificateNames.covers(keys.get(Integer.parseInt(alias)).certificate(), name)) {
                    return alias;
                }
            }
            if (anotherKindCovers(keyType, name, engine)) {
                return null;
            }
        }
        return found[0];
    }

    /// True when a certificate with another kind of key has the name and the client can use it: TLS 1.3 asks
    /// for the kinds one after the other, in the order that the client likes. In TLS 1.2 the kind belongs to
    /// the cipher, which is chosen first, see [NamedSuites].
    private boolean anotherKindCovers(String keyType, String name, @Nullable SSLEngine engine) {
        if (engine == null
                || !(engine.getHandshakeSession() instanceof ExtendedSSLSession session)
                || !session.getProtocol().equals("TLSv1.3")) {
            return false;
        }
        String usable = String.join(" ", session.getPeerSupportedSignatureAlgorithms());
        return keys.stream()
                .filter(key -> !fits(key, keyType))
                .filter(key -> CertificateNames.covers(key.certificate(), name))
                .map(key -> key.certificate().getPublicKey().getAlgorithm())
                .anyMatch(algorithm -> usable.contains(algorithm.equals("EC") ? "ECDSA" : algorithm));
    }

    private static String requestedName(@Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }

    private @Nullable TlsKey key(@Nullable String alias) {
        return alias == null ? null : keys.get(Integer.parseInt(alias));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        TlsKey key = key(alias);
        return key == null ? null : key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        TlsKey key = key(alias);
        return key == null ? null : key.key();
    }
}
