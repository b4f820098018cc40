package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnSettingsTest {
    @Test
    void readsLogsAndMetrics() throws Exception {
        OwnSettings settings = OwnSettings.read(
                "postern.conf",
                List.of("# own", "", "Log=syslog", " Log = json:/var/log/mail.json ", "Metrics=[::1]:9125"));
        assertThat(settings.logs()).containsExactly("syslog", "json:/var/log/mail.json");
        assertThat(settings.metrics().orElseThrow().getPort()).isEqualTo(9125);
        assertThat(settings.selfMadeCertificate()).isTrue();
        assertThat(settings.chunking()).isTrue();
        assertThat(settings.connections()).isEmpty();
        assertThat(OwnSettings.read("postern.conf", List.of("Connections=3/40")).connections())
                .contains(new OwnSettings.Connections(3, 40));
        assertThat(OwnSettings.read("postern.conf", List.of("Chunking=no")).chunking())
                .isFalse();
        assertThat(OwnSettings.read("postern.conf", List.of("SelfMadeCertificate=no"))
                        .selfMadeCertificate())
                .isFalse();
        assertThat(settings.serversAsClients()).isFalse();
        assertThat(OwnSettings.read("postern.conf", List.of("ServersAsClients=yes"))
                        .serversAsClients())
                .isTrue();
    }

    @Test
    void needsNoFile() throws Exception {
        assertThat(OwnSettings.beside(Path.of("/nonexistent/sendmail.cf")).metrics())
                .isEmpty();
    }

    @Test
    void skipsNothingThatItDoesNotUnderstand() {
        for (String line : List.of(
                "Metric=127.0.0.1:1",
                "SelfMadeCertificate=never",
                "Metrics=localhost:1",
                "Metrics=127.0.0.1",
                "Connections=9/3",
                "Connections=0",
                "x")) {
            assertThatThrownBy(() -> OwnSettings.read("postern.conf", List.of(line)))
                    .as(line)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line 1");
        }
    }
}
