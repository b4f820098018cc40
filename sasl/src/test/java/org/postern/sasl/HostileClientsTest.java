package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.base.ChannelBinding;

/// attacks.md AUTH-01 to AUTH-05, as far as mechanisms go.
class HostileClientsTest {
    private static final ServerMechanisms SERVER = TestStore.withAlice().mechanisms();

    private static ServerStep begin(String mechanism, String message) {
        return SERVER.start(mechanism, TestStore.facts()).orElseThrow().begin(Optional.of(Ascii.bytes(message)));
    }

    private static void refused(ServerStep step, FailureKind kind) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        ServerStep.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void auth01MalformedPlain() {
        for (String message : List.of("", "\0alice", "alice secret", "\0alice\0secret\0", "\0\0secret", "\0alice\0")) {
            refused(begin("PLAIN", message), FailureKind.MALFORMED);
        }
        refused(begin("PLAIN", "\0" + "a".repeat(2000) + "\0secret"), FailureKind.MALFORMED);
        refused(begin("PLAIN", "\0ali\nce\0secret"), FailureKind.MALFORMED);
        // the authorization id grants nothing: who proved is who counts
        assertThat(begin("PLAIN", "bob\0alice\0secret"))
                .isInstanceOfSatisfying(
                        ServerStep.Success.class,
                        success ->
                                assertThat(success.identity()).isEqualTo(new SaslIdentity("PLAIN", "alice", "bob", 0)));
    }

    @Test
    void auth02AFreshObjectForEachAttempt() {
        List<String> challenges = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ServerMechanism cram = SERVER.start("CRAM-MD5", TestStore.facts()).orElseThrow();
            if (cram.begin(Optional.empty()) instanceof ServerStep.Challenge challenge) {
                challenges.add(Ascii.text(challenge.data()));
            }
            assertThat(begin("PLAIN", "\0alice\0secret")).isInstanceOf(ServerStep.Success.class);
        }
        assertThat(challenges).hasSize(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "ANONYMOUS"})
    void auth03NoiseNeverAuthenticatesAndNeverThrows(String mechanism) {
        Random random = new Random(3);
        for (int round = 0; round < 150; round++) {
            ServerMechanism server = SERVER.start(mechanism, TestStore.facts()).orElseThrow();
            ServerStep step = server.begin(round % 2 == 0 ? Optional.empty() : Optional.of(noise(random)));
            for (int i = 0; i < 4 && step instanceof ServerStep.Challenge; i++) {
                step = server.respond(noise(random));
            }
            if (!mechanism.equals("ANONYMOUS")) {
                assertThat(step).isNotInstanceOf(ServerStep.Success.class);
            }
        }
    }

    private static byte[] noise(Random random) {
        String grammar = "n,,n=alice,r=abc username=\"alice\",nonce=\"x\" c=biws,p=AAAA=\\\"\0";
        byte[] out = new byte[random.nextInt(60)];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte)
                    (random.nextInt(5) == 0 ? random.nextInt(256) : grammar.charAt(random.nextInt(grammar.length())));
        }
        return out;
    }

    @Test
    void auth03AfterAFailureNothingGoesOn() {
        ServerMechanism scram = SERVER.start("SCRAM-SHA-256", TestStore.facts()).orElseThrow();
        refused(scram.begin(Optional.of(Ascii.bytes("x"))), FailureKind.MALFORMED);
        refused(scram.respond(Ascii.bytes("n,,n=alice,r=abc")), FailureKind.MALFORMED);
    }

    @Test
    void auth04AnUnknownUserHasTheSameSaltEachTime() {
        String salt = salt("nobody");
        assertThat(salt("nobody")).isEqualTo(salt);
        assertThat(salt("somebody")).isNotEqualTo(salt);
        assertThat(salt("alice")).hasSameSizeAs(salt);
        assertThat(salt("alice")).isEqualTo(salt("alice"));
    }

    private static String salt(String user) {
        ServerStep step = begin("SCRAM-SHA-256", "n,,n=" + user + ",r=abc");
        assertThat(step).isInstanceOf(ServerStep.Challenge.class);
        String text = Ascii.text(((ServerStep.Challenge) step).data());
        assertThat(text).endsWith(",i=4096");
        return text.substring(text.indexOf(",s="));
    }

    @Test
    void auth05DigestMd5CannotBePlayedAgain() {
        ClientMechanism client = TestStore.clients(0)
                .choose(
                        List.of("DIGEST-MD5"),
                        Set.of(),
                        TestStore.credentials("alice", "secret", "DIGEST-MD5"),
                        TestStore.facts())
                .orElseThrow();
        ServerMechanism first = SERVER.start("DIGEST-MD5", TestStore.facts()).orElseThrow();
        byte[] challenge = ((ServerStep.Challenge) first.begin(Optional.empty())).data();
        byte[] answer = ((ClientAnswer.Send) client.respond(challenge)).data();
        assertThat(first.respond(answer)).isInstanceOf(ServerStep.Challenge.class);

        ServerMechanism second = SERVER.start("DIGEST-MD5", TestStore.facts()).orElseThrow();
        second.begin(Optional.empty());
        refused(second.respond(answer), FailureKind.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=00000001|nc=00000002", "realm=\"exam.test\"|realm=\"other.test\"", "smtp/|imap/"})
    void auth05DigestMd5WithSomethingChanged(String change) {
        String[] sides = change.split("\\|", 2);
        ServerMechanism server = SERVER.start("DIGEST-MD5", TestStore.facts()).orElseThrow();
        byte[] challenge = ((ServerStep.Challenge) server.begin(Optional.empty())).data();
        ClientMechanism client = TestStore.clients(0)
                .choose(
                        List.of("DIGEST-MD5"),
                        Set.of(),
                        TestStore.credentials("alice", "secret", "DIGEST-MD5"),
                        TestStore.facts())
                .orElseThrow();
        String answer = Ascii.text(((ClientAnswer.Send) client.respond(challenge)).data());
        assertThat(answer).contains(sides[0]);
        refused(server.respond(Ascii.bytes(answer.replace(sides[0], sides[1]))), FailureKind.WRONG);
    }

    @Test
    void auth05AClientThatWasToldThereIsNoChannelBinding() {
        ServerMechanism server =
                SERVER.start("SCRAM-SHA-256", TestStore.boundFacts()).orElseThrow();
        refused(server.begin(Optional.of(Ascii.bytes("y,,n=alice,r=abc"))), FailureKind.BAD_BINDING);
        ServerMechanism plus =
                SERVER.start("SCRAM-SHA-256-PLUS", TestStore.boundFacts()).orElseThrow();
        refused(plus.begin(Optional.of(Ascii.bytes("n,,n=alice,r=abc"))), FailureKind.BAD_BINDING);
    }

    @Test
    void auth05AnotherChannelIsNotThisOne() {
        SaslFacts here = TestStore.boundFacts();
        SaslFacts there = new SaslFacts(
                here.service(),
                here.hostName(),
                here.realm(),
                true,
                256,
                Optional.empty(),
                Optional.of(new ChannelBinding("tls-exporter", new byte[] {9})));
        ClientMechanism client = TestStore.clients(0)
                .choose(
                        List.of("SCRAM-SHA-256-PLUS"),
                        Set.of(),
                        TestStore.credentials("alice", "secret", "SCRAM-SHA-256-PLUS"),
                        there)
                .orElseThrow();
        refused(
                TestStore.talk(SERVER.start("SCRAM-SHA-256-PLUS", here).orElseThrow(), client),
                FailureKind.BAD_BINDING);
    }

    @Test
    void theLogLineHasTheWordsOfCyrus() {
        assertThat(((ServerStep.Failure) begin("PLAIN", "\0alice\0wrong")).forLog())
                .isEqualTo("authentication failure (-13) SASL(-13): authentication failure:"
                        + " Password verification failed");
        assertThat(((ServerStep.Failure) begin("PLAIN", "\0nobody\0wrong")).forLog())
                .startsWith("user not found (-20) SASL(-13): user not found: ");
    }

    @Test
    void aPacketThatWasChangedEndsTheLayer() throws Exception {
        Secret ha1 = Secret.of(new byte[16]);
        for (Optional<DigestCipher> cipher : List.of(
                Optional.<DigestCipher>empty(), Optional.of(DigestCipher.RC4), Optional.of(DigestCipher.TRIPLE_DES))) {
            DigestLayer client = DigestLayer.of(false, ha1, cipher, 8192, 8192);
            byte[] packet = client.wrap(Ascii.bytes("NOOP\r\n"), 0, 6);
            for (int i = 0; i < packet.length; i++) {
                DigestLayer server = DigestLayer.of(true, ha1, cipher, 8192, 8192);
                byte[] changed = packet.clone();
                changed[i] ^= 1;
                assertThat(opened(server, changed)).isNotEqualTo("NOOP\r\n");
            }
            DigestLayer server = DigestLayer.of(true, ha1, cipher, 8192, 8192);
            assertThat(opened(server, packet)).isEqualTo("NOOP\r\n");
            assertThat(opened(server, packet)).isEqualTo("refused");
        }
    }

    private static String opened(DigestLayer layer, byte[] wire) {
        try {
            return Ascii.text(layer.unwrap(wire, 0, wire.length));
        } catch (SecurityLayerException _) {
            return "refused";
        }
    }
}
