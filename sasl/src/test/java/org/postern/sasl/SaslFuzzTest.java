package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Whatever a peer sends, each mechanism ends with a step and never with an exception; whatever stands in a
/// file, reading it ends.
class SaslFuzzTest {
    private static final ServerMechanisms SERVER = new TestStore()
            .with("alice", TestStore.REALM, StoredSecrets.ofPlain(Secret.ofUtf8("s")))
            .mechanisms();
    private static final List<String> NAMES = TestStore.ALL.stream()
            .filter(name -> !name.equals("ANONYMOUS") && !name.equals("EXTERNAL"))
            .toList();

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
