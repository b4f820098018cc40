package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The macro `{deliveryMode}` while a message is delivered, as recorded from the real program.
class DeliveryModeTest {
    private static final String CF = "Mout, P=[IPC], F=mDFMuXa, S=0, R=0, E=\\r\\n, A=TCP $h PORT\nSParse=0\n"
            + "R$+ @ mode . test\t$#out $@ [127.0.0.1] $: $1 - $&{deliveryMode} @ mode.test\n";

    private static String mode(String ofMessage, int attempts) throws IOException {
        try (ScriptedHost host = new ScriptedHost();
                DeliveryBench bench = new DeliveryBench(
                        host.port(), CF.replace("PORT", Integer.toString(host.port())), DeliveryLimits.defaults())) {
            bench.deliver(bench.builder("u@mode.test")
                    .macros(ofMessage.isEmpty() ? Map.of() : Map.of("deliveryMode", ofMessage))
                    .attempts(attempts)
                    .build());
            return host.commands("RCPT").getFirst().replaceAll(".*<u - (.*)@mode.test>.*", "$1");
        }
    }

    @Test
    void aRunAsksMapsThatADeferringDaemonLeftOut() throws IOException {
        assertThat(mode("", 0)).isEqualTo("b");
        assertThat(mode("i", 0)).isEqualTo("i");
        assertThat(mode("q", 0)).isEqualTo("i");
        assertThat(mode("d", 0)).isEqualTo("i");
        assertThat(mode("", 1)).isEqualTo("i");
        assertThat(mode("b", 1)).isEqualTo("i");
    }
}
