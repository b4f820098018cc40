package org.postern.sasl;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.ChannelBinding;
import org.postern.base.SystemClock;

/// A store in memory, and what tests build around it.
final class TestStore implements SecretStore {
    static final SecureRandom RANDOM = new SecureRandom();
    static final String REALM = "exam.test";
    static final List<String> ALL = List.of(
            "EXTERNAL",
            "GSSAPI",
            "KERBEROS_V4",
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1",
            "DIGEST-MD5",
            "CRAM-MD5",
            "LOGIN",
            "PLAIN",
            "ANONYMOUS");

    private final Map<UserName, StoredSecrets> users = new HashMap<>();

    static TestStore withAlice() {
        TestStore store = new TestStore();
        store.users.put(new UserName("alice", REALM), StoredSecrets.ofPlain(Secret.ofUtf8("secret")));
        return store;
    }

    TestStore with(String name, String realm, StoredSecrets secrets) {
        users.put(new UserName(name, realm), secrets);
        return this;
    }

    @Override
    public SecretAnswer find(UserName user) {
        return Optional.ofNullable(users.get(user))
                .<SecretAnswer>map(SecretAnswer.Found::new)
                .orElseGet(SecretAnswer.NotFound::new);
    }

    ServerMechanisms mechanisms() {
        return mechanisms("", Integer.MAX_VALUE);
    }

    ServerMechanisms mechanisms(String options, int maxBits) {
        return new ServerMechanisms(
                new SaslPolicy(ALL, AuthOptions.of(options), maxBits),
                ServerBackends.ofStore(this, RANDOM, new SystemClock()));
    }

    static ClientMechanisms clients(int maxBits) {
        return new ClientMechanisms(new SaslPolicy(ALL, AuthOptions.NONE, maxBits), RANDOM);
    }

    static Credentials credentials(String name, String password, String mechanism) {
        return new Credentials(name, name, Secret.ofUtf8(password), Optional.empty(), List.of(mechanism));
    }

    static SaslFacts facts() {
        return SaslFacts.plain("mx.exam.test", REALM);
    }

    static SaslFacts boundFacts() {
        return new SaslFacts(
                "smtp",
                "mx.exam.test",
                REALM,
                true,
                256,
                Optional.of("/CN=client"),
                Optional.of(new ChannelBinding("tls-exporter", new byte[] {1, 2, 3, 4})));
    }

    /// Lets both sides talk until one ends it.
    static ServerStep talk(ServerMechanism server, ClientMechanism client) {
        ServerStep step = server.begin(client.initialResponse());
        while (step instanceof ServerStep.Challenge challenge) {
            step = server.respond(answer(client, challenge.data()));
        }
        return step;
    }

    private static byte[] answer(ClientMechanism client, byte[] challenge) {
        return switch (client.respond(challenge)) {
            case ClientAnswer.Send send -> send.data();
            case ClientAnswer.GiveUp(String why) -> throw new IllegalStateException(why);
        };
    }

    static ServerStep talk(ServerMechanisms server, String mechanism, Credentials credentials, SaslFacts facts) {
        ClientMechanism client = clients(Integer.MAX_VALUE)
                .choose(server.offered(facts), Set.of(), credentials, facts)
                .orElseThrow();
        return talk(server.start(mechanism, facts).orElseThrow(), client);
    }
}
