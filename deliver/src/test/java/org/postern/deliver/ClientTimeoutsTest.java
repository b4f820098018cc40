package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.MemoryFiles;
import org.postern.cf.OptionValues;
import org.postern.cf.StartingPoint;
import org.postern.smtp.ClientPhase;

/// Each Timeout of a client has its moment.
final class ClientTimeoutsTest {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static OptionValues options(String lines) {
        return new ConfigurationReader(
                        new MemoryFiles(Map.of()), StartingPoint.of("mx.exam.test", "mx", List.of(), "8.17.1"))
                .readText("x.cf", "V10/Berkeley\n" + lines, ConfigurationOverrides.NONE)
                .options();
    }

    @ParameterizedTest
    @CsvSource({
        "initial, INITIAL",
        "helo, HELO",
        "lhlo, LHLO",
        "starttls, STARTTLS",
        "auth, AUTH",
        "misc, MISC",
        "mail, MAIL",
        "rcpt, RCPT",
        "datainit, DATA_INIT",
        "datablock, DATA_BLOCK",
        "datafinal, DATA_FINAL",
        "rset, RSET",
        "quit, QUIT"
    })
    void anAnswer(String name, ClientPhase phase) {
        ClientTimeouts usual = new ClientTimeouts(options(""), LONGEST);
        ClientTimeouts changed = new ClientTimeouts(options("O Timeout." + name + "=7s\n"), LONGEST);
        for (ClientPhase each : ClientPhase.values()) {
            assertThat(changed.of(each))
                    .as(each.name())
                    .isEqualTo(each == phase ? Duration.ofSeconds(7) : usual.of(each));
        }
    }

    @Test
    void aConnection() {
        ClientTimeouts usual = new ClientTimeouts(options(""), LONGEST);
        assertThat(usual.connect(true)).isZero();
        assertThat(usual.allConnects()).isEqualTo(LONGEST);

        ClientTimeouts set = new ClientTimeouts(
                options("O Timeout.connect=20s\nO Timeout.iconnect=5s\nO Timeout.aconnect=40s\n"), LONGEST);
        assertThat(set.connect(true)).isEqualTo(Duration.ofSeconds(5));
        assertThat(set.connect(false)).isEqualTo(Duration.ofSeconds(20));
        assertThat(set.allConnects()).isEqualTo(Duration.ofSeconds(40));
        assertThat(new ClientTimeouts(options("O Timeout.connect=20s\n"), LONGEST).connect(true))
                .isEqualTo(Duration.ofSeconds(20));
    }

    /// What a host that says nothing costs: its recipients wait, with the reason.
    @Test
    void aSilentHost() throws Exception {
        try (ScriptedHost host = new ScriptedHost();
                DeliveryBench bench =
                        new DeliveryBench(host.port(), "O Timeout.initial=1s\n", DeliveryLimits.defaults())) {
            host.greeting("SILENCE");
            ListQueue.OneClaim claim = bench.deliver("u@smart.test");
            assertThat(claim.left()).containsExactly("u@smart.test");
            assertThat(bench.log().getLast()).endsWith("stat=Deferred: Connection timed out with [127.0.0.1]");
        }
    }
}
