package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSException;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;

/// Whatever a peer sends, each mechanism ends with a step and never with an exception; whatever stands in a
/// file, reading it ends.
class SaslFuzzTest {
    private static final Kerberos KERBEROS = Kerberos.make();
    private static final ServerMechanisms SERVER = server();
    private static final List<String> NAMES = TestStore.ALL.stream()
            .filter(name -> !name.equals("ANONYMOUS") && !name.equals("EXTERNAL"))
            .toList();

    /// A keytab, and somebody with a ticket.
    private record Kerberos(File keytab, Subject client) {
        static Kerberos make() {
            try {
                Path folder = Files.createTempDirectory("kerberos");
                Path configuration = HandMadeTickets.configuration(folder);
                Path keytab = HandMadeTickets.keytab(folder);
                for (Path made : List.of(folder, configuration, keytab)) {
                    made.toFile().deleteOnExit();
                }
                System.setProperty("java.security.krb5.conf", configuration.toString());
                return new Kerberos(keytab.toFile(), HandMadeTickets.client());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ServerMechanisms server() {
        SecretStore store = new TestStore().with("alice", TestStore.REALM, StoredSecrets.ofPlain(Secret.ofUtf8("s")));
        ServerBackends plain = ServerBackends.ofStore(store, TestStore.RANDOM, new SystemClock());
        return new ServerMechanisms(
                new SaslPolicy(TestStore.ALL, AuthOptions.NONE, Integer.MAX_VALUE),
                new ServerBackends(
                        EnumSet.allOf(MechanismName.class),
                        store,
                        plain.checks(),
                        new KerberosKeys(() -> Optional.of(KERBEROS.keytab())),
                        plain.fakes(),
                        plain.random(),
                        plain.clock()));
    }

    /// The first byte chooses the mechanism, the second where the message is cut in two.
    @FuzzTest(maxDuration = "60s")
    void serversSurviveAnything(byte[] input) {
        if (input.length < 2) {
            return;
        }
        String name = NAMES.get((input[0] & 0xff) % NAMES.size());
        Optional<ServerMechanism> started = SERVER.start(name, TestStore.boundFacts());
        if (started.isEmpty()) {
            return;
        }
        int cut = 2 + (input[1] & 0xff) % (input.length - 1);
        byte[] first = Arrays.copyOfRange(input, 2, cut);
        byte[] second = Arrays.copyOfRange(input, cut, input.length);
        ServerMechanism server = started.get();
        ServerStep step = server.begin(Optional.of(first));
        if (step instanceof ServerStep.Challenge) {
            step = server.respond(second);
        }
        if (step instanceof ServerStep.Failure failure) {
            assertThat(failure.forLog()).doesNotContain("\r", "\n");
        }
    }

    /// A server that says anything, in two messages, and then that all is well: only a mechanism in which the server
    /// proves nothing may believe it. The first two bytes as above.
    @FuzzTest(maxDuration = "60s")
    void clientsSurviveAnything(byte[] input) throws GSSException {
        if (input.length < 2) {
            return;
        }
        String name = NAMES.get((input[0] & 0xff) % NAMES.size());
        Credentials credentials = TestStore.credentials("alice", "s", name);
        Optional<ClientMechanism> chosen = name.equals("GSSAPI")
                ? Optional.of(new GssClient(KERBEROS.client(), credentials, TestStore.boundFacts(), Integer.MAX_VALUE))
                : TestStore.clients(Integer.MAX_VALUE)
                        .choose(List.of(name), Set.of(), credentials, TestStore.boundFacts());
        if (chosen.isEmpty()) {
            return;
        }
        int cut = 2 + (input[1] & 0xff) % (input.length - 1);
        ClientMechanism client = chosen.get();
        assertThat(client.initialResponse()).isNotNull();
        ClientAnswer answer = client.respond(Arrays.copyOfRange(input, 2, cut));
        if (answer instanceof ClientAnswer.Send) {
            answer = client.respond(Arrays.copyOfRange(input, cut, input.length));
        }
        if (answer instanceof ClientAnswer.GiveUp(String why)) {
            assertThat(why).doesNotContain("\r", "\n");
        }
        if (MechanismName.of(name).orElseThrow().has(MechanismName.Property.MUTUAL)) {
            assertThat(client.succeeded()).isInstanceOf(ClientVerdict.NotProved.class);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void readersSurviveAnything(byte[] input) {
        assertThat(SaslConfiguration.parse(Ascii.text(input)).methods()).isNotNull();
        assertThat(DigestDirectives.parse(input)).isNotNull();
        try {
            byte[] file = Ascii.bytes(SecretTable.MARK + "\n" + Ascii.text(input));
            SecretTable table = SecretTable.parse(file);
            assertThat(SecretTable.parse(table.encode())).isEqualTo(table);
        } catch (SecretTable.DamagedException damaged) {
            assertThat(damaged.getMessage()).startsWith("line ");
        }
        DigestLayer layer = DigestLayer.of(true, Secret.of(new byte[16]), Optional.of(DigestCipher.DES), 8192, 8192);
        try {
            assertThat(layer.unwrap(input, 0, input.length)).isEmpty();
        } catch (SecurityLayerException refused) {
            assertThat(refused).hasMessageStartingWith("packet");
        }
    }
}
