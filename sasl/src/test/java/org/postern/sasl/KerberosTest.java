package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;
import org.postern.testkit.KerberosRealm;

/// GSSAPI on both sides, with tickets of a real KDC (MIT).
final class KerberosTest {
    private static final String REALM = "EXAM.TEST";
    /// RFC 4121 §4.2.6.2.
    private static final int SEALED_FROM = 16;

    @TempDir
    private static Path folder;

    private static KerberosRealm realm;

    @BeforeAll
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static void startKdc() throws Exception {
        realm = KerberosRealm.start(folder, REALM);
        realm.user("alice", "secret");
        realm.service("smtp/mx.exam.test");
        realm.service("host/mx.exam.test");
        System.setProperty("java.security.krb5.conf", realm.configuration().toString());
    }

    @AfterAll
    static void stopKdc() {
        System.clearProperty("java.security.krb5.conf");
        realm.close();
    }

    private static ServerMechanisms server(int maxBits) {
        KerberosKeys keys = new KerberosKeys(() -> Optional.of(realm.keytab().toFile()));
        ServerBackends none = ServerBackends.none();
        return new ServerMechanisms(
                new SaslPolicy(List.of("GSSAPI"), AuthOptions.NONE, maxBits),
                new ServerBackends(
                        Set.of(MechanismName.GSSAPI),
                        SecretStore.EMPTY,
                        List.of(),
                        keys,
                        none.fakes(),
                        new SecureRandom(),
                        new SystemClock()));
    }

    private static SaslFacts facts(String service) {
        return new SaslFacts(service, "mx.exam.test", REALM, false, 0, Optional.empty(), Optional.empty());
    }

    private static Optional<ClientMechanism> client(String user, String password, String service, int maxBits) {
        Credentials credentials =
                new Credentials(user, user, Secret.ofUtf8(password), Optional.of(REALM), List.of("GSSAPI"));
        return new ClientMechanisms(new SaslPolicy(List.of("GSSAPI"), AuthOptions.NONE, maxBits), new SecureRandom())
                .choose(List.of("GSSAPI"), Set.of(), credentials, facts(service));
    }

    private static ServerMechanism begin(int maxBits) {
        return server(maxBits).start("GSSAPI", facts("smtp")).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "56, 56", "1000, 56"})
    void aTicketIsEnoughAndTheLayerProtects(int maxBits, int strength) throws Exception {
        ClientMechanism client = client("alice", "secret", "smtp", 1000).orElseThrow();
        ServerStep step = TestStore.talk(begin(maxBits), client);
        assertThat(step).isInstanceOf(ServerStep.Success.class);
        ServerStep.Success success = (ServerStep.Success) step;
        assertThat(success.identity()).isEqualTo(new SaslIdentity("GSSAPI", "alice", "alice", strength));
        assertThat(client.succeeded()).isEqualTo(new ClientVerdict.Authenticated());
        assertThat(client.strength()).isEqualTo(strength);
        assertThat(success.layer().present()).isEqualTo(strength > 0);
        for (String line : List.of("NOOP\r\n", "x".repeat(5000))) {
            byte[] plain = Ascii.bytes(line);
            byte[] wire = client.layer().wrap(plain, 0, plain.length);
            assertThat(Ascii.text(success.layer().unwrap(wire, 0, wire.length))).isEqualTo(line);
            byte[] back = success.layer().wrap(plain, 0, plain.length);
            assertThat(Ascii.text(client.layer().unwrap(back, 0, back.length))).isEqualTo(line);
        }
    }

    @Test
    void aChangedPacketEndsTheLayer() {
        ClientMechanism client = client("alice", "secret", "smtp", 1000).orElseThrow();
        ServerStep.Success success = (ServerStep.Success) TestStore.talk(begin(1000), client);
        byte[] wire = client.layer().wrap(Ascii.bytes("NOOP\r\n"), 0, 6);
        wire[wire.length - 1] ^= 1;
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> success.layer().unwrap(wire, 0, wire.length)))
                .isInstanceOf(SecurityLayerException.class);
    }

    @Test
    void aWrongPasswordGivesNoTicket() {
        assertThat(client("alice", "wrong", "smtp", 0)).isEmpty();
        assertThat(client("nobody", "secret", "smtp", 0)).isEmpty();
    }

    @Test
    void aTicketForAnotherServiceOfTheHostIsRefused() {
        ClientMechanism client = client("alice", "secret", "host", 0).orElseThrow();
        ServerStep step = TestStore.talk(begin(0), client);
        assertThat(step)
                .isInstanceOfSatisfying(
                        ServerStep.Failure.class,
                        failure -> assertThat(failure.detail()).isEqualTo("a ticket for another service"));
    }

    @Test
    void aTokenCountsOnce() {
        ClientMechanism client = client("alice", "secret", "smtp", 0).orElseThrow();
        byte[] token = client.initialResponse().orElseThrow();
        assertThat(begin(0).begin(Optional.of(token))).isInstanceOf(ServerStep.Challenge.class);
        assertThat(begin(0).begin(Optional.of(token))).isInstanceOf(ServerStep.Failure.class);
    }

    /// A bit of the client's token, of the server's offer or of the client's choice. The last two are sealed behind a
    /// header of 16 bytes; some fields of the token count for nothing, but none may make another of the client.
    @Test
    void whatIsChangedOnTheWayMakesNobodyElse() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 60; round++) {
            int changed = round % 3;
            ClientMechanism client = client("alice", "secret", "smtp", 1000).orElseThrow();
            ServerMechanism server = begin(1000);
            byte[] token = client.initialResponse().orElseThrow();
            ServerStep step = server.begin(Optional.of(changed == 0 ? withAnotherBit(token, 0, random) : token));
            for (int message = 1; step instanceof ServerStep.Challenge challenge; message++) {
                byte[] said = challenge.data();
                boolean sealed = message == 2;
                byte[] data = sealed && changed == 1 ? withAnotherBit(said, SEALED_FROM, random) : said;
                if (!(client.respond(data) instanceof ClientAnswer.Send answer)) {
                    break;
                }
                byte[] choice = answer.data();
                step = server.respond(sealed && changed == 2 ? withAnotherBit(choice, SEALED_FROM, random) : choice);
            }
            if (step instanceof ServerStep.Success success) {
                assertThat(changed).as("round %d", round).isZero();
                assertThat(success.identity().authorizationId()).isEqualTo("alice");
            }
        }
    }

    private static byte[] withAnotherBit(byte[] message, int from, SplittableRandom random) {
        byte[] other = message.clone();
        other[random.nextInt(from, other.length)] ^= (byte) (1 << random.nextInt(8));
        return other;
    }

    @Test
    void nonsenseIsAFailureAndNothingElse() {
        for (byte[] token : List.of(new byte[] {1}, new byte[] {0x60, 0x28, 6, 9}, new byte[70_000])) {
            assertThat(begin(0).begin(Optional.of(token))).isInstanceOf(ServerStep.Failure.class);
        }
        ServerMechanism waiting = begin(0);
        assertThat(waiting.begin(Optional.empty())).isEqualTo(new ServerStep.Challenge(new byte[0]));
        assertThat(waiting.respond(new byte[0])).isInstanceOf(ServerStep.Failure.class);
    }
}
