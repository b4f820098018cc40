package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.DurableFiles;
import org.postern.os.RealDurableFiles;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// `mailq` prints what the real program prints, byte for byte, over directories that hold every kind of
/// message: waiting, locked, young, warned, quarantined, lost, with and without body, in several directories
/// and groups.
class MailqAgainstSendmailTest {
    private static final List<List<String>> LISTS = List.of(
            List.of("-bp"),
            List.of("-bp", "-v"),
            List.of("-bp", "-qQ"),
            List.of("-bp", "-qQ", "-v"),
            List.of("-bp", "-qQodd"),
            List.of("-bp", "-q!Qodd"),
            List.of("-bp", "-qQOdd"),
            List.of("-bp", "-qL"),
            List.of("-bp", "-qL", "-v"),
            List.of("-bp", "-qGslow"),
            List.of("-bp", "-qGmqueue"),
            List.of("-bp", "-qGnone"),
            List.of("-bp", "-qRtwo@far"),
            List.of("-bp", "-q!Rtwo@far"),
            List.of("-bp", "-qSbulk"),
            List.of("-bp", "-q!Sbulk"),
            List.of("-bp", "-qIAA0003"),
            List.of("-bp", "-q!IAA0003"),
            List.of("-bp", "-OMinQueueAge=2h"),
            List.of("-bp", "-v", "-OMinQueueAge=2h"));

    @TempDir
    Path temporary;

    private SendmailFolder folder;
    private long now;

    @BeforeEach
    void queues() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        now = System.currentTimeMillis() / 1000;
        folder = SendmailFolder.in(temporary);
        for (String name : List.of("queue/d1", "queue/d2", "queue/slow")) {
            Files.createDirectories(
                    folder.root().resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        folder.configure(RealSendmail.cf("""
                OSTYPE(`linux')dnl
                define(`confDOMAIN_NAME', `mx.exam.test')dnl
                define(`confDONT_PROBE_INTERFACES', `true')dnl
                MAILER(local)dnl
                """));
        String cf = Files.readString(folder.configuration(), StandardCharsets.ISO_8859_1)
                .replaceFirst("(?m)^O QueueDirectory=.*", "O QueueDirectory=" + folder.queue() + "/d*");
        Files.writeString(
                folder.configuration(), cf + "Qslow, P=" + folder.queue() + "/slow\n", StandardCharsets.ISO_8859_1);
    }

    private void control(String name, String lines) throws IOException {
        Path file = folder.queue().resolve(name);
        Files.writeString(file, lines, StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String lines(long arrived, long tried, long priority, String middle) {
        return "V8\nT" + arrived + "\nK" + tried + "\nN1\nP" + priority + "\n" + middle
                + "H?P?Return-Path: <$g>\nH??Subject: x\n.\n";
    }

    private void body(String name, int size) throws IOException {
        control(name, "x".repeat(size));
    }

    private void fill() throws IOException {
        long old = now - 100_000;
        control("d1/qf6AA0001", lines(old, old, 30_000, "Salice@near.test\nRPFD:<one@far.test>\n"));
        body("d1/df6AA0001", 17);
        control(
                "d1/qf6AA0002",
                lines(
                        old,
                        now - 60,
                        120_000,
                        "MDeferred: Connection refused by [127.0.0.1]\nB8BITMIME\nF8ws\n"
                                + "S<bulk@near.test>\nRPFD:<one@far.test>\nRPFD:<two@far.test>\n"));
        body("d1/df6AA0002", 123_456);
        control(
                "d1/qf6AA0003",
                lines(old, 0, 84_020, "S<>\nCalice:1000:1000:alice+x\nRPFDA:\"|exit 75\"\nC\nRPFD:bob\n"));
        body("d1/df6AA0003", 1);
        control("d1/qf6AA0004", lines(old, old, 210_000, "Slast@near.test\nRPFD:<two@far.test>\n"));
        body("d1/df6AA0004", 0);
        control("d1/hf6AA0005", lines(old, old, 31_000, "qlooks Odd here\nSheld@near.test\nRPFD:<one@far.test>\n"));
        body("d1/df6AA0005", 20);
        control("d1/Qf6AA0006", lines(old, old, 32_000, "Slost@near.test\nRPFD:<one@far.test>\n"));
        body("d1/df6AA0006", 20);
        control("d2/qf6AA0007", lines(now - 10, 0, 30_001, "Snew@near.test\nRPFD:<two@far.test>\n"));
        body("d2/df6AA0007", 30);
        control(
                "d2/qf6AA0008",
                lines(
                        old,
                        old,
                        30_002,
                        "M451 4.3.0 coffee is over\nSvery." + "long".repeat(30) + "@near.test\nRPFD:<" + "r".repeat(200)
                                + "@far.test>\n"));
        body("d2/df6AA0008", 30);
        control("slow/qf6AA0009", lines(old, old, 30_003, "Sslow@near.test\nRPFD:<one@far.test>\n"));
        body("slow/df6AA0009", 30);
        control("slow/hf6AA0010", lines(old, old, 30_004, "qspam\nSslow@near.test\nRPFD:<one@far.test>\n"));
        body("slow/df6AA0010", 30);
    }

    /// One part for each directory; the real program takes them as the file system gives them.
    private static List<String> parts(String output) {
        return Stream.of(output.split("(?m)^(?=\t\t[^\t]|/)", -1)).sorted().toList();
    }

    private void sameLists() throws InterruptedException {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (List<String> arguments : LISTS) {
            List<String> own =
                    new ArrayList<>(List.of("-C", folder.configuration().toString()));
            own.addAll(arguments);
            CommandRun our = CommandRun.of(own, "");
            var real = RealSendmail.run(folder, "sendmail", arguments, "");
            ours.add(arguments + " " + our.status() + "\n" + parts(our.output()));
            theirs.add(arguments + " " + real.status() + "\n" + parts(real.output()));
        }
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void everyKindOfMessage() throws Exception {
        fill();
        try (DurableFiles.Lock _ = new RealDurableFiles()
                .tryLock(folder.queue().resolve("d1/qf6AA0001"))
                .orElseThrow()) {
            sameLists();
        }
    }

    @Test
    void emptyDirectories() throws Exception {
        sameLists();
    }
}
