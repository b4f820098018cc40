package org.postern.maps;

import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// The connections of this process to directory servers: a bounded number for each server, shared by all maps that
/// speak with it as the same name, opened at the first look-up and kept.
///
/// A URL of the scheme `ldaps` means TLS; a URL with the extension `StartTLS` (`ldap://host/????!StartTLS`) begins
/// TLS on a plain connection. Certificates are checked against [LdapTrust] and the name of the server.
public final class LdapConnections implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final int SERVERS = 64;
    private static final int TLS_PORT = 636;
    private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;
    private static final String START_TLS = "starttls";
    private static final String START_TLS_OID = "1.3.6.1.4.1.1466.20037";

    private final LdapTrust trust;
    private final Map<LdapServer, LDAPConnectionPool> pools = new ConcurrentHashMap<>();

    /// Without a connection.
    public LdapConnections(LdapTrust trust) {
        this.trust = trust;
    }

    /// The connections to one server.
    ///
    /// @param answerSeconds how long an answer may take
    /// @throws LDAPException when the address makes no sense
    LDAPConnectionPool to(LdapServer server, int answerSeconds) throws LDAPException {
        LDAPConnectionPool known = pools.get(server);
        if (known != null) {
            return known;
        }
        if (pools.size() >= SERVERS) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "more than " + SERVERS + " directory servers");
        }
        LDAPConnectionPool fresh = open(server, answerSeconds);
        LDAPConnectionPool other = pools.putIfAbsent(server, fresh);
        if (other != null) {
            fresh.close();
            return other;
        }
        return fresh;
    }

    private LDAPConnectionPool open(LdapServer server, int answerSeconds) throws LDAPException {
        LDAPConnectionOptions options = options(server, answerSeconds);
        List<Target> targets = targets(server);
        boolean startTls = targets.stream().anyMatch(Target::startTls);
        if (startTls && !targets.stream().allMatch(Target::startTls)) {
            throw new LDAPException(ResultCode.PARAM_ERROR, "some servers with StartTLS and some without");
        }
        ServerSet[] sets = new ServerSet[targets.size()];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = set(targets.get(i), options);
        }
        PostConnectProcessor processor = startTls ? new StartTLSPostConnectProcessor(context()) : null;
        LDAPConnectionPool pool = new LDAPConnectionPool(
                sets.length == 1 ? sets[0] : new FailoverServerSet(sets),
                new SimpleBindRequest(utf8(server.bindName()), Ascii.bytes(server.password())),
                0,
                CONNECTIONS,
                processor,
                false);
        pool.setCreateIfNecessary(false);
        pool.setMaxWaitTimeMillis(1000L * answerSeconds);
        pool.setRetryFailedOperationsDueToInvalidConnections(true);
        pool.setConnectionPoolName("ldap");
        return pool;
    }

    private LDAPConnectionOptions options(LdapServer server, int answerSeconds) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setConnectTimeoutMillis(1000 * Math.clamp(server.connectSeconds(), 1, answerSeconds));
        options.setResponseTimeoutMillis(1000L * answerSeconds);
        options.setMaxMessageSize(LARGEST_MESSAGE);
        options.setAbandonOnTimeout(true);
        options.setBindWithDNRequiresPassword(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        // A server may send us elsewhere, but never with our password.
        options.setReferralConnector(this::elsewhere);
        return options;
    }

    private LDAPConnection elsewhere(LDAPURL url, LDAPConnection here) throws LDAPException {
        String host = url.getHost();
        if (host == null) {
            throw new LDAPException(ResultCode.REFERRAL, "a referral without a host");
        }
        SocketFactory sockets =
                url.getScheme().equals("ldaps") ? context().getSocketFactory() : SocketFactory.getDefault();
        return new LDAPConnection(sockets, here.getConnectionOptions(), host, url.getPort());
    }

    private SingleServerSet set(Target target, LDAPConnectionOptions options) throws LDAPException {
        SocketFactory sockets = target.tls() ? context().getSocketFactory() : SocketFactory.getDefault();
        return new SingleServerSet(target.host(), target.port(), sockets, options);
    }

    private SSLContext context() throws LDAPException {
        try {
            return trust.context();
        } catch (GeneralSecurityException | IOException e) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "cannot read certificates of " + trust.authorities(), e);
        }
    }

    private record Target(String host, int port, boolean tls, boolean startTls) {}

    private static List<Target> targets(LdapServer server) throws LDAPException {
        List<Target> targets = new ArrayList<>();
        for (String address : server.addresses().strip().split("\\s+", -1)) {
            targets.add(server.urls() ? url(address) : host(address, server.port()));
        }
        return targets;
    }

    private static Target host(String address, int standardPort) throws LDAPException {
        int colon = address.lastIndexOf(':');
        boolean afterBracket = colon > 0 && address.startsWith("[") && address.charAt(colon - 1) == ']';
        boolean onlyColon = colon > 0 && address.indexOf(':') == colon;
        boolean withPort = afterBracket || onlyColon;
        String name = withPort ? address.substring(0, colon) : address;
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        int port = withPort ? (int) CNumber.parse(address.substring(colon + 1)) : standardPort;
        return checked(new Target(bare, port, false, false));
    }

    /// `ldap://host:port`, `ldaps://host:port`; what follows is for searches and passed over, but for StartTLS.
    private static Target url(String address) throws LDAPException {
        String lower = address.toLowerCase(Locale.ROOT);
        boolean tls = lower.startsWith("ldaps://");
        if (!tls && !lower.startsWith("ldap://")) {
            throw new LDAPException(ResultCode.PARAM_ERROR, "not an LDAP URL: " + address);
        }
        String rest = address.substring(address.indexOf("://") + 3);
        int slash = rest.indexOf('/');
        String place = slash < 0 ? rest : rest.substring(0, slash);
        String extensions = lower.substring(lower.lastIndexOf('?') + 1);
        boolean startTls =
                lower.indexOf('?') >= 0 && (extensions.contains(START_TLS) || extensions.contains(START_TLS_OID));
        Target plain = host(place.isEmpty() ? "localhost" : place, tls ? TLS_PORT : LDAPURL.DEFAULT_LDAP_PORT);
        return new Target(plain.host, plain.port, tls, startTls && !tls);
    }

    private static Target checked(Target target) throws LDAPException {
        if (target.host.isEmpty() || target.port < 1 || target.port > 65535) {
            throw new LDAPException(ResultCode.PARAM_ERROR, "not the address of a directory server");
        }
        return target;
    }

    /// Text of the configuration, one `char` for each byte, as the library wants it.
    static String utf8(String text) {
        return new String(Ascii.bytes(text), StandardCharsets.UTF_8);
    }

    /// Closes the connections to a server that does not answer, so that the next look-up begins anew.
    void forget(LdapServer server) {
        @Nullable LDAPConnectionPool pool = pools.remove(server);
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    public void close() {
        pools.keySet().forEach(this::forget);
    }
}
