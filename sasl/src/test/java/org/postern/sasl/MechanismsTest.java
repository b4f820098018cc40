package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;

/// Our clients against our servers, and what is offered when.
class MechanismsTest {
    private static final String PASSWORD_MECHANISMS = "PLAIN";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLAIN",
                "LOGIN",
                "CRAM-MD5",
                "DIGEST-MD5",
                "SCRAM-SHA-1",
                "SCRAM-SHA-256",
                "SCRAM-SHA-1-PLUS",
                "SCRAM-SHA-256-PLUS"
            })
    void theRightPasswordIsTakenAndNoOther(String mechanism) {
        ServerMechanisms server = TestStore.withAlice().mechanisms();
        SaslFacts facts = TestStore.boundFacts();

        ServerStep right =
                TestStore.talk(server, mechanism, TestStore.credentials("alice", "secret", mechanism), facts);
        ServerStep wrong =
                TestStore.talk(server, mechanism, TestStore.credentials("alice", "Secret", mechanism), facts);
        ServerStep unknown =
                TestStore.talk(server, mechanism, TestStore.credentials("nobody", "secret", mechanism), facts);

        assertThat(right)
                .isInstanceOfSatisfying(
                        ServerStep.Success.class,
                        success -> assertThat(success.identity())
                                .extracting(
                                        SaslIdentity::mechanism,
                                        SaslIdentity::authenticationId,
                                        SaslIdentity::authorizationId)
                                .containsExactly(mechanism, "alice", "alice"));
        assertThat(wrong)
                .isInstanceOfSatisfying(
                        ServerStep.Failure.class,
                        failure -> assertThat(failure)
                                .extracting(ServerStep.Failure::kind, ServerStep.Failure::user)
                                .containsExactly(FailureKind.WRONG, "alice"));
        assertThat(unknown)
                .isInstanceOfSatisfying(
                        ServerStep.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NO_USER));
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void saltedKeysAreEnoughFor(String mechanism) {
        Map<ScramHash, ScramKeys> keys = Map.of(
                ScramHash.SHA_1,
                ScramKeys.derive(ScramHash.SHA_1, Secret.ofUtf8("pässword"), new byte[] {1, 2, 3}, 4096),
                ScramHash.SHA_256,
                ScramKeys.derive(ScramHash.SHA_256, Secret.ofUtf8("pässword"), new byte[] {4, 5, 6}, 4096));
        ServerMechanisms server = new TestStore()
                .with("bob", TestStore.REALM, new StoredSecrets(Optional.empty(), keys))
                .mechanisms();

        // typed on another keyboard: the same after SASLprep
        Credentials typed = TestStore.credentials("bob@exam.test", "pa\u0308ssword", mechanism);
        assertThat(TestStore.talk(server, mechanism, typed, TestStore.facts())).isInstanceOf(ServerStep.Success.class);
        assertThat(TestStore.talk(
                        server, "CRAM-MD5", TestStore.credentials("bob", "pässword", "CRAM-MD5"), TestStore.facts()))
                .isInstanceOfSatisfying(
                        ServerStep.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NO_VERIFIER));
    }

    /// The lists are those of the real sendmail, in the order of [TestStore#ALL].
    @ParameterizedTest
    @CsvSource({
        "A, SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN ANONYMOUS",
        "a, SCRAM-SHA-256 SCRAM-SHA-1",
        "c, LOGIN PLAIN",
        "d, ''",
        "f, ''",
        "m, SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5",
        "p, SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 ANONYMOUS",
        "y, SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN",
        "p c, ''",
        "a m, SCRAM-SHA-256 SCRAM-SHA-1"
    })
    void eachLetterOfAuthOptionsCounts(String letters, String left) {
        assertThat(String.join(
                        " ", TestStore.withAlice().mechanisms(letters, 1000).offered(TestStore.facts())))
                .isEqualTo(left);
    }

    /// What the log of the real sendmail says about the same attempts.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAIN | alice | authentication failure (-13) SASL(-13): authentication failure: Password verification failed",
                "PLAIN | nobody | user not found (-20) SASL(-13): user not found: Password verification failed",
                "LOGIN | alice | authentication failure (-13) SASL(-13): authentication failure: checkpass failed",
                "LOGIN | nobody | user not found (-20) SASL(-13): user not found: checkpass failed",
                "CRAM-MD5 | alice | authentication failure (-13) SASL(-13): authentication failure:"
                        + " incorrect digest response",
                "CRAM-MD5 | nobody | user not found (-20) SASL(-13): user not found: user: nobody@exam.test property:"
                        + " cmusaslsecretCRAM-MD5 not found in sasldb",
                "DIGEST-MD5 | alice | authentication failure (-13) SASL(-13): authentication failure:"
                        + " client response doesn't match what we generated (tried bogus)",
                "DIGEST-MD5 | nobody | user not found (-20) SASL(-13): user not found:"
                        + " unable to canonify user and get auxprops",
                "SCRAM-SHA-1 | alice | authentication failure (-13) SASL(-13): authentication failure: StoredKey mismatch",
                "SCRAM-SHA-1 | nobody | user not found (-20) SASL(-13): user not found:"
                        + " unable to canonify user and get auxprops"
            })
    void theLogSaysWhySendmailsWay(String mechanism, String user, String words) {
        ServerStep step = TestStore.talk(
                TestStore.withAlice().mechanisms(),
                mechanism,
                TestStore.credentials(user, "wrong", mechanism),
                TestStore.facts());
        assertThat(step)
                .isInstanceOfSatisfying(
                        ServerStep.Failure.class,
                        failure -> assertThat(failure.forLog()).isEqualTo(words));
    }

    @Test
    void realmsAndNamesTellCase() {
        ServerMechanisms server = TestStore.withAlice().mechanisms();
        for (String name : List.of("ALICE", "alice@EXAM.TEST")) {
            assertThat(TestStore.talk(
                            server, "PLAIN", TestStore.credentials(name, "secret", "PLAIN"), TestStore.facts()))
                    .as(name)
                    .isInstanceOf(ServerStep.Failure.class);
        }
    }

    @Test
    void offersInTheOrderOfTheOptionWhatTheConnectionAllows() {
        TestStore store = TestStore.withAlice();
        assertThat(store.mechanisms().offered(TestStore.facts()))
                .containsExactly(
                        "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "LOGIN", "PLAIN", "ANONYMOUS");
        assertThat(store.mechanisms("p y", 0).offered(TestStore.facts()))
                .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5");
        assertThat(store.mechanisms("p", 0).offered(TestStore.boundFacts()))
                .containsExactly(
                        "EXTERNAL",
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "DIGEST-MD5",
                        "CRAM-MD5",
                        "LOGIN",
                        "PLAIN",
                        "ANONYMOUS");
        assertThat(store.mechanisms().withPlain(true).offered(TestStore.facts()))
                .doesNotContain("PLAIN", "LOGIN");
        assertThat(store.mechanisms("p", 0).withPlain(false).offered(TestStore.facts()))
                .contains("PLAIN", "LOGIN");
        assertThat(store.mechanisms("p", 0).start("PLAIN", TestStore.facts())).isEmpty();
        assertThat(ServerMechanisms.none().offered(TestStore.facts())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "55,40", "56,56", "112,112", "1000,128"})
    void bothSidesAgreeOnTheStrongestLayerUnderTheLimit(int limit, int expected) throws SecurityLayerException {
        ServerMechanisms server = TestStore.withAlice().mechanisms("", limit);
        ServerMechanism mechanism =
                server.start("digest-md5", TestStore.facts()).orElseThrow();
        ClientMechanism client = TestStore.clients(1000)
                .choose(
                        List.of("DIGEST-MD5"),
                        Set.of(),
                        TestStore.credentials("alice", "secret", "DIGEST-MD5"),
                        TestStore.facts())
                .orElseThrow();

        ServerStep step = TestStore.talk(mechanism, client);

        assertThat(client.succeeded()).isInstanceOf(ClientVerdict.Authenticated.class);
        assertThat(client.strength()).isEqualTo(expected);
        assertThat(step).isInstanceOf(ServerStep.Success.class);
        ServerStep.Success success = (ServerStep.Success) step;
        assertThat(success.identity().strength()).isEqualTo(expected);
        assertThat(success.layer().present()).isEqualTo(expected > 0);
        for (String line : List.of("EHLO client.test\r\n", "NOOP\r\n", "x".repeat(8000))) {
            byte[] wire = client.layer().wrap(Ascii.bytes(line), 0, line.length());
            byte[] plain = success.layer().unwrap(wire, 0, wire.length);
            assertThat(Ascii.text(plain)).isEqualTo(line);
            byte[] back = success.layer().wrap(plain, 0, plain.length);
            assertThat(Ascii.text(client.layer().unwrap(back, 0, back.length))).isEqualTo(line);
        }
    }

    @Test
    void theClientTakesTheStrongestAndGoesDownAfterRefusals() {
        List<String> offered = List.of("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "X-OTHER");
        Credentials all = new Credentials("alice", "alice", Secret.ofUtf8("secret"), Optional.empty(), TestStore.ALL);
        ClientMechanisms clients = TestStore.clients(0);
        assertThat(clients.choose(offered, Set.of(), all, TestStore.facts())
                        .orElseThrow()
                        .name())
                .isEqualTo("SCRAM-SHA-256");
        assertThat(clients.choose(offered, Set.of("SCRAM-SHA-256"), all, TestStore.facts())
                        .orElseThrow()
                        .name())
                .isEqualTo("CRAM-MD5");
        assertThat(clients.choose(offered, Set.of("SCRAM-SHA-256", "CRAM-MD5"), all, TestStore.facts())
                        .orElseThrow()
                        .name())
                .isEqualTo(PASSWORD_MECHANISMS);
        assertThat(clients.choose(
                        offered, Set.of("SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN"), all, TestStore.facts()))
                .isEmpty();
    }

    @Test
    void externalIsTheCertificateAndAnonymousIsNobody() {
        ServerMechanisms server = TestStore.withAlice().mechanisms();
        assertThat(server.start("EXTERNAL", TestStore.boundFacts())
                        .orElseThrow()
                        .begin(Optional.of(new byte[0])))
                .isInstanceOfSatisfying(
                        ServerStep.Success.class,
                        success -> assertThat(success.identity().authenticationId())
                                .isEqualTo("/CN=client"));
        assertThat(server.start("ANONYMOUS", TestStore.facts()).orElseThrow().begin(Optional.of(Ascii.bytes("trace"))))
                .isInstanceOfSatisfying(
                        ServerStep.Success.class,
                        success -> assertThat(success.identity().authenticationId())
                                .isEqualTo("anonymous"));
    }

    @Test
    void aServerThatDoesNotProveItselfIsNotBelieved() {
        for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "LOGIN")) {
            ClientMechanism client = TestStore.clients(0)
                    .choose(
                            List.of(mechanism),
                            Set.of(),
                            TestStore.credentials("alice", "secret", mechanism),
                            TestStore.facts())
                    .orElseThrow();
            assertThat(client.initialResponse()).satisfies(_ -> {});
            assertThat(client.succeeded()).isInstanceOf(ClientVerdict.NotProved.class);
        }
    }
}
