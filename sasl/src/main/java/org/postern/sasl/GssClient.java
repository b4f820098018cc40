package org.postern.sasl;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.postern.base.Ascii;

/// GSSAPI with Kerberos 5 (RFC 4752) as a client: the ticket comes with the name and the password of the credentials
/// from the KDC that `krb5.conf` names, for this attempt.
final class GssClient implements ClientMechanism {
    private static final int CHOICE = 4;

    private final Credentials credentials;
    private final String host;
    private final int layerLimit;
    private final Optional<GSSContext> context;
    private final Optional<byte[]> first;
    private final Subject subject;
    private boolean proved;
    private SecurityLayer layer = SecurityLayer.NONE;
    private int strength;

    /// Begins with tickets that are there.
    ///
    /// @param subject has the ticket for the host, or one to get it with
    /// @throws GSSException when there is no ticket for the host
    GssClient(Subject subject, Credentials credentials, SaslFacts facts, int layerLimit) throws GSSException {
        this.subject = subject;
        this.credentials = credentials;
        this.host = facts.hostName();
        this.layerLimit = layerLimit;
        GSSManager manager = GSSManager.getInstance();
        GSSContext begun = KerberosKeys.inside(subject, () -> {
            GSSContext made = manager.createContext(
                    manager.createName(facts.service() + "@" + host, GSSName.NT_HOSTBASED_SERVICE),
                    KerberosKeys.mechanism(),
                    null,
                    GSSContext.DEFAULT_LIFETIME);
            made.requestMutualAuth(true);
            made.requestInteg(true);
            made.requestConf(true);
            made.requestCredDeleg(false);
            return made;
        });
        this.context = Optional.of(begun);
        this.first = Optional.of(token(begun, new byte[0]));
    }

    /// Begins with a ticket for the host.
    ///
    /// @return empty when there is no ticket for that host: another mechanism is tried then
    static Optional<ClientMechanism> of(Credentials credentials, SaslFacts facts, int layerLimit) {
        try {
            return Optional.of(new GssClient(logIn(credentials), credentials, facts, layerLimit));
        } catch (GSSException | LoginException none) {
            return Optional.empty();
        }
    }

    private static Subject logIn(Credentials credentials) throws LoginException {
        String name = credentials.authenticationId();
        String principal = name.indexOf('@') >= 0 || credentials.realm().isEmpty()
                ? name
                : name + "@" + credentials.realm().get();
        var module = new com.sun.security.auth.module.Krb5LoginModule();
        Map<String, Object> options = new HashMap<>(Map.of("principal", principal, "refreshKrb5Config", "true"));
        Subject subject = new Subject();
        module.initialize(subject, questions -> answer(credentials, questions), new HashMap<>(), options);
        boolean in = module.login() && module.commit();
        if (!in) {
            throw new LoginException("no ticket");
        }
        return subject;
    }

    private static void answer(Credentials credentials, Callback[] questions) throws UnsupportedCallbackException {
        for (Callback question : questions) {
            switch (question) {
                case NameCallback name -> name.setName(credentials.authenticationId());
                case PasswordCallback password -> {
                    char[] characters =
                            Ascii.text(credentials.password().bytes()).toCharArray();
                    password.setPassword(characters);
                    Arrays.fill(characters, ' ');
                }
                default -> throw new UnsupportedCallbackException(question);
            }
        }
    }

    private byte[] token(GSSContext begun, byte[] challenge) throws GSSException {
        byte[] token = KerberosKeys.inside(subject, () -> begun.initSecContext(challenge, 0, challenge.length));
        return token == null ? new byte[0] : token;
    }

    @Override
    public String name() {
        return MechanismName.GSSAPI.text();
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return first;
    }

    @Override
    public ClientAnswer respond(byte[] challenge) {
        GSSContext begun = context.orElseThrow();
        try {
            return new ClientAnswer.Send(begun.isEstablished() ? choose(begun, challenge) : token(begun, challenge));
        } catch (GSSException refused) {
            return new ClientAnswer.GiveUp(String.valueOf(refused.getMessage()));
        }
    }

    private byte[] choose(GSSContext begun, byte[] challenge) throws GSSException {
        byte[] plain = begun.unwrap(challenge, 0, challenge.length, new MessageProp(false));
        if (plain.length != CHOICE) {
            throw new GSSException(GSSException.DEFECTIVE_TOKEN);
        }
        GssChoice choice = GssChoice.strongest(plain[0], layerLimit);
        int peer = ((plain[1] & 0xff) << 16) | ((plain[2] & 0xff) << 8) | (plain[3] & 0xff);
        layer = GssLayer.of(choice, begun, Math.min(peer, 65536));
        strength = choice.strength();
        proved = begun.getMutualAuthState();
        int largest = choice == GssChoice.NONE ? 0 : DigestOffer.MAX_BUFFER;
        String named = credentials.user().equals(credentials.authenticationId()) ? "" : credentials.user();
        return GssServer.wrapped(begun, choice.bit(), largest, Ascii.bytes(named));
    }

    @Override
    public ClientVerdict succeeded() {
        return proved
                ? new ClientVerdict.Authenticated()
                : new ClientVerdict.NotProved("the server did not prove who it is");
    }

    @Override
    public SecurityLayer layer() {
        return layer;
    }

    @Override
    public int strength() {
        return strength;
    }
}
