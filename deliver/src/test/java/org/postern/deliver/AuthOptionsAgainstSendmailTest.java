package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.ClientMechanisms;
import org.postern.sasl.SaslPolicy;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Each letter of AuthOptions: which mechanisms a client then tries, and whether it names the author of the message,
/// beside the real sendmail at the same scripted host. Needs root.
final class AuthOptionsAgainstSendmailTest {
    private static final List<String> MECHANISMS =
            List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "LOGIN", "PLAIN", "ANONYMOUS");
    private static final String RULES = "Sauthinfo\nR$*\t$# \"U:relay\" \"I:relay\" \"P:secret\"\n";
    private static final String BAD = "535 5.7.8 bad";
    private static final String AUTHOR = "root@mx.exam.test";

    @TempDir
    private Path scratch;

    /// @param tried the mechanisms that the client tried
    /// @param author what it says with MAIL about the author
    private record Seen(List<String> tried, String author) {
        static Seen at(ScriptedHost host) {
            List<String> names = sorted(host.commands("AUTH").stream()
                    .map(line -> line.split(" ", 3)[1])
                    .distinct()
                    .toList());
            String mail = host.commands("MAIL").getFirst();
            return new Seen(names, mail.substring(mail.indexOf('>') + 1));
        }
    }

    /// Offers all; to a good answer only what proves nothing about the host.
    private static ScriptedHost host(String reply) throws IOException {
        String offered = reply.equals(BAD) ? String.join(" ", MECHANISMS) : "PLAIN";
        return new ScriptedHost().hello("250-sink.test\r\n250 AUTH " + offered).answer("AUTH", reply);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 535 5.7.8 bad",
        "A, 535 5.7.8 bad",
        "a, 535 5.7.8 bad",
        "c, 535 5.7.8 bad",
        "d, 535 5.7.8 bad",
        "f, 535 5.7.8 bad",
        "m, 535 5.7.8 bad",
        "y, 535 5.7.8 bad",
        "'', 235 2.7.0 good",
        "A, 235 2.7.0 good"
    })
    void theSameCommands(String letters, String reply) throws IOException {
        Seen there = there(letters, reply);
        assertThat(here(letters, reply)).isEqualTo(there);
        boolean named = !letters.contains("A") || reply.startsWith("2");
        assertThat(there.author()).isEqualTo(named ? " AUTH=" + AUTHOR : "");
    }

    /// The difference: who forbids passwords in the clear to his clients does not send his own.
    @Test
    void passwordsInTheClear() throws IOException {
        Seen there = there("p", BAD);
        assertThat(there.tried()).isEqualTo(sorted(MECHANISMS));
        assertThat(here("p", BAD).tried())
                .isEqualTo(there.tried().stream()
                        .filter(name -> !name.equals("PLAIN") && !name.equals("LOGIN"))
                        .toList());
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    private static Seen here(String letters, String reply) throws IOException {
        ClientProtection protection = new ClientProtection(
                () -> Optional.empty(),
                new ClientMechanisms(
                        new SaslPolicy(MECHANISMS, AuthOptions.of(letters), Integer.MAX_VALUE), new SecureRandom()),
                MECHANISMS,
                DefaultAuthInfo.NONE);
        try (ScriptedHost host = host(reply);
                DeliveryBench bench = new DeliveryBench(host.port(), RULES, protection)) {
            bench.deliver(new ListQueue.OneClaim(
                    bench.builder("u@smart.test")
                            .authSender(Optional.of(AUTHOR))
                            .build(),
                    "hello\n"));
            return Seen.at(host);
        }
    }

    private Seen there(String letters, String reply) throws IOException {
        SendmailFolder folder = SendmailFolder.in(scratch);
        try (ScriptedHost host = host(reply)) {
            String options = "O QueueDirectory=/var/spool/mqueue\nO DontBlameSendmail=TrustStickyBit\n"
                    + "O AuthMechanisms=" + String.join(" ", MECHANISMS) + "\nO AuthOptions=" + letters + "\n";
            String rules = DeliveryBench.resource("small.cf").replace("PORT", Integer.toString(host.port()));
            folder.configure(rules.replace("SCanonify=3\n", options + RULES + "SCanonify=3\n"));
            RealSendmail.run(folder, "sendmail", List.of("-odi", "u@smart.test"), "Subject: x\n\nx\n");
            return Seen.at(host);
        }
    }
}
