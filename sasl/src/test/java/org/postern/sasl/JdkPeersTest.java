package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;

/// The mechanisms against those that the JDK has: another hand's reading of the same RFCs.
class JdkPeersTest {
    private static final String HOST = "mx.exam.test";

    private static CallbackHandler handler(String password) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                switch (callback) {
                    case RealmCallback realm -> realm.setText(realm.getDefaultText());
                    case RealmChoiceCallback choice -> choice.setSelectedIndex(0);
                    case NameCallback name -> name.setName("alice");
                    case PasswordCallback secret -> secret.setPassword(password.toCharArray());
                    case AuthorizeCallback authorize -> authorize.setAuthorized(true);
                    default -> throw new IllegalStateException(callback.toString());
                }
            }
        };
    }

    private static Map<String, String> properties(String qop, String cipher) {
        Map<String, String> all =
                new HashMap<>(Map.of(Sasl.QOP, qop, "com.sun.security.sasl.digest.realm", "exam.test"));
        if (!cipher.isEmpty()) {
            all.put("com.sun.security.sasl.digest.cipher", cipher);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, auth, '', 0",
        "CRAM-MD5, auth, '', 0",
        "DIGEST-MD5, auth, '', 0",
        "DIGEST-MD5, auth-int, '', 1",
        "DIGEST-MD5, auth-conf, rc4-40, 40",
        "DIGEST-MD5, auth-conf, rc4-56, 56",
        "DIGEST-MD5, auth-conf, rc4, 128",
        "DIGEST-MD5, auth-conf, des, 56",
        "DIGEST-MD5, auth-conf, 3des, 112",
    })
    void clientsOfTheJdkAuthenticateHere(String mechanism, String qop, String cipher, int strength) throws Exception {
        ServerMechanism server = TestStore.withAlice()
                .mechanisms()
                .start(mechanism, TestStore.facts())
                .orElseThrow();
        SaslClient client = Sasl.createSaslClient(
                new String[] {mechanism}, null, "smtp", HOST, properties(qop, cipher), handler("secret"));

        ServerStep step = server.begin(
                client.hasInitialResponse()
                        ? java.util.Optional.of(client.evaluateChallenge(new byte[0]))
                        : java.util.Optional.empty());
        while (step instanceof ServerStep.Challenge challenge) {
            byte[] answer = client.evaluateChallenge(challenge.data());
            step = server.respond(answer == null ? new byte[0] : answer);
        }

        assertThat(step).isInstanceOf(ServerStep.Success.class);
        ServerStep.Success success = (ServerStep.Success) step;
        assertThat(success.identity().strength()).isEqualTo(strength);
        assertThat(client.isComplete()).isTrue();
        if (strength > 0) {
            for (String text : List.of("EHLO client.test\r\n", "MAIL FROM:<>\r\n", "y".repeat(8000))) {
                byte[] wire = counted(client.wrap(Ascii.bytes(text), 0, text.length()));
                assertThat(Ascii.text(success.layer().unwrap(wire, 0, wire.length)))
                        .isEqualTo(text);
                byte[] back = success.layer().wrap(Ascii.bytes(text), 0, text.length());
                assertThat(Ascii.text(client.unwrap(back, 4, back.length - 4))).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CRAM-MD5, auth, 0",
        "DIGEST-MD5, auth, 0",
        "DIGEST-MD5, auth-int, 1",
        "DIGEST-MD5, auth-conf, 128",
    })
    void serversOfTheJdkTakeOurClients(String mechanism, String qop, int strength) throws Exception {
        SaslServer server = Sasl.createSaslServer(mechanism, "smtp", HOST, properties(qop, ""), handler("secret"));
        ClientMechanism client = TestStore.clients(Integer.MAX_VALUE)
                .choose(
                        List.of(mechanism),
                        Set.of(),
                        TestStore.credentials("alice", "secret", mechanism),
                        TestStore.facts())
                .orElseThrow();

        byte[] challenge = server.evaluateResponse(new byte[0]);
        while (challenge != null) {
            ClientAnswer answer = client.respond(challenge);
            assertThat(answer).isInstanceOf(ClientAnswer.Send.class);
            challenge = server.isComplete() ? null : evaluate(server, ((ClientAnswer.Send) answer).data());
        }

        assertThat(server.isComplete()).isTrue();
        assertThat(client.succeeded()).isInstanceOf(ClientVerdict.Authenticated.class);
        assertThat(client.strength()).isEqualTo(strength);
        if (strength > 0) {
            byte[] wire = client.layer().wrap(Ascii.bytes("NOOP\r\n"), 0, 6);
            assertThat(Ascii.text(server.unwrap(wire, 4, wire.length - 4))).isEqualTo("NOOP\r\n");
            byte[] back = counted(server.wrap(Ascii.bytes("250 2.0.0 OK\r\n"), 0, 14));
            assertThat(Ascii.text(client.layer().unwrap(back, 0, back.length))).isEqualTo("250 2.0.0 OK\r\n");
        }
    }

    /// The JDK leaves the four bytes of length to its caller.
    private static byte[] counted(byte[] packet) {
        return ByteBuffer.allocate(4 + packet.length)
                .putInt(packet.length)
                .put(packet)
                .array();
    }

    private static byte[] evaluate(SaslServer server, byte[] response) throws SaslException {
        return server.evaluateResponse(response);
    }
}
