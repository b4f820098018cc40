package org.postern.programs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.MailEvent;
import org.postern.mail.QueueId;
import org.postern.os.FileLocks;
import org.postern.programs.Invocation;
import org.postern.programs.tools.MailStatsProgram;
import org.postern.receive.RulesetEvent;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// What is counted reaches the file, and both mailstats, ours and the real one, print it alike.
class StatusFileTest {
    private static final Clock CLOCK = new Clock() {
        @Override
        public long epochMillis() {
            return 1_767_323_045_000L;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };
    private static final List<String> MAILERS = List.of("prog", "*file*", "*include*", "local", "smtp", "esmtp");
    private static final List<String> FAR = List.of("<x@far.test>");

    private final Path file;
    private final Path configuration;
    private long accepted;

    StatusFileTest(@TempDir Path folder) throws IOException {
        file = Files.createFile(folder.resolve("statistics"));
        configuration = Files.writeString(
                folder.resolve("x.cf"),
                "V10/Berkeley\nO StatusFile=" + file + "\nMlocal, P=/bin/mail, F=lsDFM, A=mail $u\n"
                        + "Msmtp, P=[IPC], F=mDFMuX, A=TCP $h\nMesmtp, P=[IPC], F=mDFMuXa, A=TCP $h\n");
    }

    private StatisticsCounter counter(StatusFile at) {
        return new StatisticsCounter(at, MAILERS, () -> accepted, () -> 1, CLOCK);
    }

    private StatisticsCounter counter() {
        return counter(new StatusFile(file, false, false));
    }

    private static MailEvent.MessageReceived received(String id, String sender, long size) {
        return new MailEvent.MessageReceived(
                new QueueId(id),
                sender,
                size,
                0,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "r",
                sender.contains("far") ? "esmtp" : "local");
    }

    private static DeliveryAttempted delivered(String id, String mailer, DeliveryOutcome outcome) {
        return new DeliveryAttempted(id, "x", Optional.empty(), 0, Optional.of(0L), mailer, 0, "", outcome);
    }

    private static RulesetEvent decided(Optional<String> id, String ruleset, RulesetEvent.Action action) {
        return new RulesetEvent(id, ruleset, FAR, "r", "esmtp", 4, action, "", Optional.empty());
    }

    private void countAll() throws InterruptedException {
        StatisticsCounter counter = counter();
        accepted = 4;
        counter.accept(received("6AM9kUnx018594", "a@here.test", 40));
        counter.accept(received("6AM9kUnx018595", "<a@far.test>", 3 * 1024 + 1));
        counter.accept(delivered(
                "6AM9kUnx018595",
                "local",
                new DeliveryOutcome.Delivered(EnhancedStatus.parse("2.0.0").orElseThrow(), "Sent", Optional.empty())));
        counter.accept(decided(Optional.of("6AM9kUnx018596"), "check_mail", RulesetEvent.Action.REJECT));
        counter.accept(decided(Optional.of("6AM9kUnx018597"), "check_rcpt", RulesetEvent.Action.DISCARD));
        counter.accept(decided(Optional.of("6AM9kUnx018598"), "check_mail", RulesetEvent.Action.QUARANTINE));
        counter.accept(decided(Optional.empty(), "check_relay", RulesetEvent.Action.REJECT));
        assertThat(counter.write()).isEmpty();
    }

    private String mailstats(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(output, true, StandardCharsets.ISO_8859_1);
        int code = new MailStatsProgram(CLOCK, ZoneOffset.UTC)
                .run(new Invocation(
                        "mailstats",
                        List.of(arguments),
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        out,
                        Map.of(),
                        Path.of("/")));
        return output.toString(StandardCharsets.ISO_8859_1) + "exit " + code;
    }

    @Test
    void theRealProgramReadsWhatWasCounted() throws Exception {
        countAll();

        String ours = mailstats("-C", configuration.toString());
        assertThat(ours).isEqualTo("""
                        Statistics from Fri Jan  2 03:04:05 2026
                         M   msgsfr  bytes_from   msgsto    bytes_to  msgsrej msgsdis msgsqur  Mailer
                         3        1          1K        1          4K        0       0       0  local
                         5        1          4K        0          0K        1       1       1  esmtp
                        =====================================================================
                         T        2          5K        1          4K        1       1       1
                         C        4                    1                    3
                        exit 0""");
        for (List<String> flags : List.of(List.<String>of(), List.of("-o"))) {
            List<String> command = new java.util.ArrayList<>(List.of(
                    "env",
                    "TZ=UTC",
                    Peers.program("sendmail", "mailstats").toString(),
                    "-C",
                    configuration.toString()));
            command.addAll(flags);
            String real =
                    ProgramRun.of(command, "", Path.of("/"), 30).succeeded().output();
            List<String> own = new java.util.ArrayList<>(List.of("-C", configuration.toString()));
            own.addAll(flags);
            assertThat(mailstats(own.toArray(String[]::new))).isEqualTo(real + "exit 0");
        }
    }

    @Test
    void whatWasThereIsAddedTo() throws Exception {
        countAll();
        countAll();

        assertThat(mailstats("-C", configuration.toString(), "-P")).isEqualTo("""
                        1767323045 1767323045
                         3        2          2        2          8        0       0       0  local
                         5        2          8        0          0        2       2       2  esmtp
                         T        4         10        2          8        2       2       2
                         C        8        2      6
                        exit 0""");
        assertThat(mailstats("-C", configuration.toString(), "-p")).contains(" T        4");
        assertThat(file).isEmptyFile();
    }

    @Test
    void whatIsNoStatisticsFileIsLeftAlone(@TempDir Path folder) throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "root:x:0:0:");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path hard = Files.createLink(folder.resolve("hard"), file);

        Map<Path, String> reasons = Map.of(
                other,
                "incorrect magic number in " + other,
                hard,
                "Hard links not allowed",
                folder,
                "Regular files only",
                folder.resolve("missing"),
                "No such file or directory");
        for (Map.Entry<Path, String> each : reasons.entrySet()) {
            StatisticsCounter counter = counter(new StatusFile(each.getKey(), false, false));
            counter.accept(received("6AM9kUnx018594", "a@here.test", 1));
            assertThat(counter.write()).as(each.getKey().toString()).contains(each.getValue());
            assertThat(counter.write()).as("told once").isEmpty();
        }
        Files.delete(hard);
        StatisticsCounter linked = counter(new StatusFile(link, false, true));
        linked.accept(received("6AM9kUnx018594", "a@here.test", 1));
        assertThat(linked.write()).contains("Symbolic links not allowed");
        assertThat(other).hasContent("root:x:0:0:");
        assertThat(file).isEmptyFile();

        StatisticsCounter allowed = counter(new StatusFile(link, true, true));
        allowed.accept(received("6AM9kUnx018594", "a@here.test", 1));
        assertThat(allowed.write()).isEmpty();
        assertThat(file).isNotEmptyFile();

        Files.createLink(hard, file);
        StatisticsCounter second = counter(new StatusFile(hard, false, true));
        second.accept(received("6AM9kUnx018595", "a@here.test", 1));
        assertThat(second.write()).isEmpty();
    }

    @Test
    void complaintsAreThoseOfTheRealProgram() throws IOException {
        String usage = "usage: mailstats [-C cffile] [-c] [-P] [-f stfile] [-o] [-p]\n";
        assertThat(mailstats("x")).isEqualTo(usage + "exit 64");
        assertThat(mailstats("-C", "/nonexist")).isEqualTo("mailstats: /nonexist: No such file or directory\nexit 66");
        assertThat(mailstats("-C", configuration.toString(), "-f", "/nonexist"))
                .isEqualTo("mailstats: /nonexist: No such file or directory\nexit 66");
        Files.writeString(file, "garbage garbage");
        assertThat(mailstats("-C", configuration.toString()))
                .isEqualTo("mailstats: incorrect magic number in " + file + "\nexit 71");
    }

    /// FS-03: whoever holds the lock of the file costs a second, and what was counted is added later.
    @Test
    void fs03ALockThatSomebodyHolds() throws Exception {
        StatisticsCounter counter = counter();
        counter.accept(received("6AM9kUnx018594", "a@here.test", 1));
        try (FileLocks _ = FileLocks.tryLock(file).orElseThrow()) {
            assertThat(counter.write())
                    .hasValueSatisfying(why -> assertThat(why).contains("locked"));
            assertThat(file).isEmptyFile();
        }
        assertThat(counter.write()).isEmpty();
        assertThat(file).isNotEmptyFile();
    }
}
