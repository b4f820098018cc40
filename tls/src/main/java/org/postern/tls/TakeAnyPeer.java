package org.postern.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Lets every certificate through the handshake: what it is worth is found out afterwards ([ChainCheck]) and is a
/// question of policy, as in sendmail. Possession of the key is proved by the handshake itself.
final class TakeAnyPeer extends X509ExtendedTrustManager {
    private final X509Certificate[] announced;

    /// @param announced the authorities whose names a server sends with its request
    TakeAnyPeer(X509Certificate[] announced) {
        this.announced = announced.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        // later
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        // later
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        // later
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        // later
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        // later
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        // later
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return announced.clone();
    }
}
