package org.postern.programs.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Event;
import org.postern.os.FileAccounts;
import org.postern.programs.Invocation;
import org.postern.testkit.FakeClock;

/// What `vacation` answers and what not. Where nothing else is said, the real program of sendmail 8.17 did the same
/// with the same message.
class VacationProgramTest {
    private static final long NOW = 1_795_651_260;
    private static final String AWAY = "Subject: away\n\nI am away $SUBJECT\n";

    @TempDir
    Path home;

    private final FakeClock clock = new FakeClock(Instant.ofEpochSecond(NOW));
    private final List<String> sent = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void prepare() throws Exception {
        Files.writeString(home.resolve("passwd"), "alice:x:1000:1000:Alice:" + home + ":/bin/sh\n");
        Files.writeString(home.resolve("group"), "");
        Files.writeString(home.resolve(".vacation.msg"), AWAY);
        assertThat(vacation("", "-i", "alice")).isZero();
    }

    private int vacation(String input, String... arguments) throws InterruptedException {
        VacationProgram program = new VacationProgram(
                new FileAccounts(home.resolve("passwd"), home.resolve("group"), 10_000),
                clock,
                ZoneOffset.UTC,
                (Event event) -> logged.add(event.text()),
                (command, body) -> {
                    ByteArrayOutputStream message = new ByteArrayOutputStream();
                    body.write(message);
                    sent.add(String.join(" ", command) + "\n" + message.toString(StandardCharsets.ISO_8859_1));
                    return 0;
                });
        return program.run(new Invocation(
                "vacation",
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(errors, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                home));
    }

    private static String mail(String sender, String fields) {
        return "From " + sender + " Mon Jan  1 00:00:00 2026\n" + fields + "Subject: hello\n\nx\n";
    }

    @Test
    void repliesWithTheMessageAsItStands() throws InterruptedException {
        assertThat(vacation(mail("carol@c.test", "To: alice@h\n"), "alice")).isZero();

        assertThat(sent)
                .containsExactly(
                        "-oi -f alice -- carol@c.test\nTo: carol@c.test\nAuto-Submitted: auto-replied\n" + AWAY);
    }

    /// DOS-04: two who are away do not write to each other for ever.
    @Test
    void repliesOnceInAWeek() throws InterruptedException {
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        clock.advance(Duration.ofSeconds(7 * 86_400 - 1));
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        assertThat(sent).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        assertThat(sent).hasSize(2);
    }

    @Test
    void theIntervalIsRecordedWhenTheRecordBegins() throws InterruptedException {
        vacation("", "-i", "-r", "3", "alice");
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        clock.advance(Duration.ofDays(3));
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        assertThat(sent).hasSize(2);

        vacation("", "-i", "-r", "infinite", "alice");
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        clock.advance(Duration.ofDays(4000));
        vacation(mail("carol@c.test", "To: alice@h\n"), "alice");
        assertThat(sent).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "To: bob; 0",
                "To: malice@h; 0",
                "To: ALICE@h; 1",
                "To: bob, \"x\" <alice.b@h>; 1",
                "To: bob@h,|\talice; 1",
                "To: bob@h|Cc: alice; 1",
                "To: bob@h|Bcc: alice; 0",
                "To: bob@h|Resent-To: alice; 0",
                "To: alice@h|Precedence: bulk; 0",
                "To: alice@h|Precedence: first-class; 1",
            })
    void repliesWhenARecipientFieldNamesTheUser(String fields, int replies) throws InterruptedException {
        vacation(mail("d@d.test", fields.replace('|', '\n') + "\n"), "alice");

        assertThat(sent).hasSize(replies);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster@x", "uucp", "MAILER@x", "mailer-daemon@y", "owner-l@z", "owner-l", "-x@d.test"})
    void programsGetNoReply(String sender) throws InterruptedException {
        assertThat(vacation(mail(sender, "To: alice\n"), "alice")).isZero();

        assertThat(sent).isEmpty();
    }

    /// The real program replies to these.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<>; To: alice",
                "l-request@z; To: alice",
                "l-owner@z; To: alice",
                "l-RELAY@z; To: alice",
                "a@z; To: alice|Auto-Submitted: auto-generated",
                "a@z; To: alice|List-Id: <l.z>",
                "a@z; To: alice|Precedence: list",
            })
    void listsAndProgramsThatTheRealOneAnswersGetNoReply(String sender, String fields) throws InterruptedException {
        assertThat(vacation(mail(sender, fields.replace('|', '\n') + "\n"), "alice"))
                .isZero();

        assertThat(sent).isEmpty();
    }

    @Test
    void flagsChangeWhoSendsAndWhoGetsTheReply() throws InterruptedException {
        vacation(mail("a@d.test", "To: bobby\n"), "-a", "bobby", "alice");
        vacation(mail("b@d.test", "To: bob\n"), "-j", "alice");
        vacation(mail("c@d.test", "To: alice\n"), "-z", "alice");
        vacation(mail("d@d.test", "To: alice\n"), "-R", "ret@urn", "alice");
        vacation(mail("e@d.test", "To: alice\n"), "-s", "other@s", "alice");

        assertThat(sent.stream().map(message -> message.substring(0, message.indexOf('\n'))))
                .containsExactly(
                        "-oi -f alice -- a@d.test",
                        "-oi -f alice -- b@d.test",
                        "-oi -f <> -- c@d.test",
                        "-oi -f ret@urn -- d@d.test",
                        "-oi -f alice -- other@s");
    }

    @Test
    void theExcludedGetNoReplyAndTheListShowsThem() throws InterruptedException {
        assertThat(vacation("bob@x.test\n@spam.test\n", "-x", "alice")).isZero();
        vacation(mail("bob@x.test", "To: alice\n"), "alice");
        vacation(mail("who@spam.test", "To: alice\n"), "alice");
        assertThat(sent).isEmpty();

        vacation(mail("carol@c.test", "To: alice\n"), "alice");
        vacation("", "-l", "alice");
        assertThat(output.toString(StandardCharsets.ISO_8859_1).lines())
                .containsExactlyInAnyOrder(
                        "carol@c.test                             Thu Nov 26 00:01:00 2026",
                        "@spam.test                               (exclusion)",
                        "bob@x.test                               (exclusion)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-d; 64; usage: vacation [-a alias]",
                "-d alice bob; 64; usage: vacation [-a alias]",
                "-d -q alice; 64; usage: vacation [-a alias]",
                "-d nosuch; 67; vacation: no such user nosuch.",
                "-d -U alice; 66; vacation: -U requires setting both -f and -m",
                "-d alice; 65; vacation: no initial \"From \" line.",
            })
    void mistakesHaveSendmailsCodes(String words, int exit, String text) throws InterruptedException {
        assertThat(vacation("nothing\n", words.split(" ", -1))).isEqualTo(exit);

        assertThat(errors.toString(StandardCharsets.ISO_8859_1)).startsWith(text);
        assertThat(logged).isEmpty();
    }

    @Test
    void withoutTheDebugFlagComplaintsGoToTheLog() throws Exception {
        Files.delete(home.resolve(".vacation.msg"));

        assertThat(vacation(mail("a@d.test", "To: alice\n"), "alice")).isEqualTo(66);
        assertThat(errors.size()).isZero();
        assertThat(logged).containsExactly("vacation: no " + home + "/.vacation.msg file.");
        assertThat(sent).isEmpty();
    }

    /// The record of the real program: `-i -r 3`, one reply, two exclusions.
    @Test
    void aRecordOfTheRealProgramIsReadAndGoesOn() throws Exception {
        try (var in = VacationProgramTest.class.getResourceAsStream("vacation.db")) {
            assertThat(in).isNotNull();
            Files.write(home.resolve(".vacation.db"), in.readAllBytes());
        }
        vacation(mail("who@spam.test", "To: alice\n"), "alice");
        vacation(mail("bob@x.test", "To: alice\n"), "alice");
        assertThat(sent).isEmpty();
        vacation(mail("dora@d.test", "To: alice\n"), "alice");
        clock.advance(Duration.ofSeconds(3 * 86_400 - 1));
        vacation(mail("dora@d.test", "To: alice\n"), "alice");
        assertThat(sent).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        vacation(mail("dora@d.test", "To: alice\n"), "alice");
        assertThat(sent).hasSize(2);
    }

    @Test
    void aRecordHasALimit() throws IOException {
        VacationRecord record = VacationRecord.empty(home.resolve("few.db"), 3);
        record.exclude("@spam.test");
        for (int i = 0; i < 10; i++) {
            record.replied("u" + i + "@x.test", NOW + i);
        }
        record.save();

        assertThat(VacationRecord.read(home.resolve("few.db"), 3).times().keySet())
                .containsExactlyInAnyOrder("@spam.test", "u8@x.test", "u9@x.test");
    }
}
