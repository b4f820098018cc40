package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;

/// GSSAPI on both sides, with tickets of a real KDC (MIT).
final class KerberosTest {
    private static final String REALM = "EXAM.TEST";

    @TempDir
    private static Path folder;

    private static Optional<Process> kdc = Optional.empty();

    @BeforeAll
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static void startKdc() throws Exception {
        int port = FreePorts.find(1).getFirst();
        Path krb5 = Files.writeString(folder.resolve("krb5.conf"), """
                [libdefaults]
                 default_realm = EXAM.TEST
                 dns_lookup_kdc = false
                 dns_lookup_realm = false
                [domain_realm]
                 .exam.test = EXAM.TEST
                [realms]
                 EXAM.TEST = {
                  kdc = 127.0.0.1:%d
                 }
                """.formatted(port));
        Path peer = Peers.tree("kerberos");
        Path plugin;
        try (var files = Files.walk(peer)) {
            plugin = files.filter(file -> file.endsWith("db2.so")).findFirst().orElseThrow();
        }
        Files.writeString(folder.resolve("kdc.conf"), """
                [realms]
                 EXAM.TEST = {
                  kdc_ports = %1$d
                  kdc_tcp_ports = %1$d
                  database_name = %2$s/principal
                  key_stash_file = %2$s/stash
                 }
                [dbmodules]
                 db_module_dir = %3$s
                [logging]
                 kdc = STDERR
                """.formatted(port, folder, plugin.getParent()));
        run("kdb5_util", "create", "-r", REALM, "-s", "-P", "master");
        run("kadmin.local", "-r", REALM, "-q", "addprinc -pw secret alice");
        run("kadmin.local", "-r", REALM, "-q", "addprinc -randkey smtp/mx.exam.test");
        run("kadmin.local", "-r", REALM, "-q", "addprinc -randkey host/mx.exam.test");
        run("kadmin.local", "-r", REALM, "-q", "ktadd -k " + folder + "/keytab smtp/mx.exam.test host/mx.exam.test");
        Process started = program("krb5kdc", "-n", "-r", REALM).start();
        kdc = Optional.of(started);
        byte[] said = new byte[4096];
        StringBuilder output = new StringBuilder();
        while (output.indexOf("commencing operation") < 0) {
            int count = started.getInputStream().read(said);
            assertThat(count).as("krb5kdc says " + output).isPositive();
            output.append(new String(said, 0, count, StandardCharsets.ISO_8859_1));
        }
        System.setProperty("java.security.krb5.conf", krb5.toString());
    }

    private static ProcessBuilder program(String... words) {
        List<String> command = new java.util.ArrayList<>(List.of(words));
        command.set(0, Peers.program("kerberos", words[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "KRB5_CONFIG", folder.resolve("krb5.conf").toString(),
                        "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString()));
        return builder;
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process process = program(words).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @AfterAll
    static void stopKdc() throws Exception {
        System.clearProperty("java.security.krb5.conf");
        if (kdc.isPresent()) {
            kdc.get().destroy();
            if (!kdc.get().waitFor(5, TimeUnit.SECONDS)) {
                kdc.get().destroyForcibly();
            }
        }
    }

    private static ServerMechanisms server(int maxBits) {
        KerberosKeys keys = new KerberosKeys(() -> Optional.of(new File(folder.toFile(), "keytab")));
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
