package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Event;
import org.postern.base.SystemClock;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.ClientMechanisms;
import org.postern.sasl.SaslPolicy;
import org.postern.testkit.TestCertificates;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsSettings;

/// SCRAM that is bound to TLS, as a client of OpenSSL and GNU SASL.
final class ForeignScramTest {
    private static final String RULES = "Sauthinfo\nR$*\t$# \"U:relay\" \"I:relay\" \"P:secret\" \"M:MECHANISMS\"\n";

    @TempDir
    private Path folder;

    /// Delivers a message and returns what the log says about AUTH.
    private List<String> deliver(ForeignHost host, String mechanisms) throws Exception {
        TlsContexts contexts = TlsContexts.build(
                TlsSettings.of(
                        new TlsSettings.Side("", "", "", "", ""),
                        new TlsSettings.Side("", "", "authorities.pem", "", "")),
                (path, _) -> new TlsFile.Found(TestCertificates.text(path).getBytes(StandardCharsets.US_ASCII)),
                new SystemClock());
        List<String> known = List.of(mechanisms.split(" ", -1));
        ClientProtection protection = new ClientProtection(
                contexts::client,
                new ClientMechanisms(new SaslPolicy(known, AuthOptions.NONE, Integer.MAX_VALUE), new SecureRandom()),
                known,
                DefaultAuthInfo.NONE);
        try (DeliveryBench bench =
                new DeliveryBench(host.port(), RULES.replace("MECHANISMS", mechanisms), protection)) {
            ListQueue.OneClaim claim = bench.deliver(
                    new ListQueue.OneClaim(bench.builder("u@smart.test").build(), "hello\n"));
            assertThat(claim.endings).containsExactly("done");
            return bench.events.stream()
                    .map(Event::line)
                    .filter(line -> line.contains("AUTH=client"))
                    .toList();
        }
    }

    private ForeignHost host(String version, String offered, byte... other) throws IOException {
        for (String file : List.of("server.pem", "server.key")) {
            Files.writeString(folder.resolve(file), TestCertificates.text(file), StandardCharsets.US_ASCII);
        }
        return new ForeignHost(folder, version, offered, other);
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3, SCRAM-SHA-256-PLUS SCRAM-SHA-256, SCRAM-SHA-256-PLUS",
        "-tls1_3, SCRAM-SHA-1 SCRAM-SHA-1-PLUS, SCRAM-SHA-1-PLUS",
        "-tls1_2, SCRAM-SHA-256-PLUS SCRAM-SHA-256, SCRAM-SHA-256-PLUS"
    })
    void itTakesTheClient(String version, String offered, String mechanism) throws Exception {
        try (ForeignHost host = host(version, offered)) {
            assertThat(deliver(host, offered))
                    .containsExactly("AUTH=client, relay=[127.0.0.1], mech=" + mechanism + ", bits=0");
            assertThat(host.seen())
                    .containsSubsequence("STARTTLS", mechanism + " relay GSASL_OK", "MAIL From:<sender@from.test>");
        }
    }

    /// Somebody between, with a connection to each side: also where the client knows other forms, it gives up.
    @Test
    void itTellsAnotherConnection() throws Exception {
        try (ForeignHost host = host("-tls1_3", "SCRAM-SHA-256-PLUS SCRAM-SHA-256", (byte) 1)) {
            assertThat(deliver(host, "SCRAM-SHA-256-PLUS SCRAM-SHA-256"))
                    .noneMatch(line -> line.contains("mech=SCRAM"));
            assertThat(host.seen())
                    .contains("SCRAM-SHA-256-PLUS relay GSASL_AUTHENTICATION_ERROR")
                    .noneMatch(line -> line.startsWith("SCRAM-SHA-256 "));
        }
    }

    /// Somebody between who has struck out the bound form: the client says that it did not see it.
    @Test
    void itTellsAStrippedOffer() throws Exception {
        try (ForeignHost host = host("-tls1_3", "SCRAM-SHA-256")) {
            assertThat(deliver(host, "SCRAM-SHA-256-PLUS SCRAM-SHA-256"))
                    .noneMatch(line -> line.contains("mech=SCRAM"));
            assertThat(host.seen()).contains("SCRAM-SHA-256  GSASL_AUTHENTICATION_ERROR");
        }
    }
}
