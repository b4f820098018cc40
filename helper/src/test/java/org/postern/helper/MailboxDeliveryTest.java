package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.ConfinementReport;
import org.postern.os.FileStatus;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.ProcessIdentity;
import org.postern.os.UserThread;

final class MailboxDeliveryTest {
    private static final HelperAnswer SENT = new HelperAnswer.Delivered("2.1.5", "Sent");
    private static final String FROM = "From alice@a.example Fri Jan  2 03:04:05 2026\n";

    private final MailboxFixture mail;

    MailboxDeliveryTest(@TempDir Path folder) throws IOException {
        mail = new MailboxFixture(folder);
    }

    @Test
    void makesTheMailboxOfTheUserForHimAlone() throws Exception {
        assertThat(mail.deliver("Subject: x\n\nbody\n")).isEqualTo(SENT);

        assertThat(mail.content()).isEqualTo(FROM + "Subject: x\n\nbody\n\n");
        try (OpenDirectory directory = OpenDirectory.open(mail.directory.toString())) {
            FileStatus status = directory.status(mail.user.name());
            assertThat(status.uid()).isEqualTo(mail.user.uid());
            assertThat(status.mode()).isEqualTo(0600);
        }
        assertThat(mail.dotLock()).doesNotExist();
        assertThat(mail.events).isEmpty();
    }

    @Test
    void appendsAndLeavesTheModeAlone() throws Exception {
        Files.setAttribute(mail.existing("old\n\n"), "unix:mode", 0666);

        assertThat(mail.deliver("a: b\n")).isEqualTo(SENT);
        assertThat(mail.deliver("a: c\n")).isEqualTo(SENT);

        assertThat(mail.content()).isEqualTo("old\n\n" + FROM + "a: b\n\n" + FROM + "a: c\n\n");
        assertThat(Files.getAttribute(mail.mailbox(), "unix:mode")).isEqualTo(0100666);
    }

    /// INJ-04: lines that look like the beginning of a message.
    @Test
    void aReaderAlwaysSeesOneMessage() throws Exception {
        mail.deliver("From x\nFrom: y\n\nFrom me\n>From you\nfrom\nFrom\n From z\nFroFrom q\nFrom ");

        assertThat(mail.content())
                .isEqualTo(
                        FROM + ">From x\nFrom: y\n\n>From me\n>From you\nfrom\nFrom\n From z\nFroFrom q\n>From \n\n");
    }

    @Test
    void theNullSenderIsTheMailerDaemon() throws Exception {
        mail.delivery(Duration.ofSeconds(30))
                .deliver(new HelperRequest.DeliverToMailbox("A1", "", mail.user.name(), 0), MailboxFixture.stream(""));

        assertThat(mail.content()).isEqualTo("From MAILER-DAEMON Fri Jan  2 03:04:05 2026\n\n");
    }

    @Test
    void aLongMessageIsWrittenWhole() throws Exception {
        String line = "From a line that is marked\n";
        mail.deliver(line.repeat(20_000));

        assertThat(mail.content()).isEqualTo(FROM + (">" + line).repeat(20_000) + "\n");
    }

    /// FS-11: names with slashes, NUL and the like are no names of files.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-user-here",
                "../etc/passwd",
                "..",
                ".hidden",
                "-rf",
                "a/b",
                "a b",
                "nobody.lock",
                "|sh",
                "/etc/passwd",
                "n\u00f6body",
                "\"nobody\"",
                "nobody;id"
            })
    void whoIsNoUserIsUnknown(String name) throws Exception {
        assertThat(mail.deliver(name, "x"))
                .isInstanceOfSatisfying(
                        HelperAnswer.Failed.class,
                        failed -> assertThat(failed.status()).isEqualTo("5.1.1"));
        assertThat(mail.directory).isEmptyDirectory();
        assertThat(mail.events).hasSize(1);
    }

    @Test
    void rootsMailWaitsForAnAlias() {
        HelperAnswer answer = mail.deliver("root", "x");

        assertThat(answer)
                .isEqualTo(new HelperAnswer.Temporary(
                        SysExit.TEMPORARY_FAILURE,
                        "4.7.0",
                        "root is uid 0: mail is not delivered as root; name a person in the alias file"));
        assertThat(mail.events)
                .singleElement()
                .satisfies(event -> assertThat(event.line())
                        .isEqualTo("AAA1: helper: no delivery to the mailbox of root: 4.7.0 root is uid 0: mail is not"
                                + " delivered as root; name a person in the alias file"));
    }

    @Test
    void withoutRootNobodyElseIsDeliveredTo() {
        HelperAnswer answer = mail.deliver(mail.user.name().equals("daemon") ? "bin" : "daemon", "x");
        if (mail.root) {
            assertThat(answer).isEqualTo(SENT);
        } else {
            assertThat(answer).isInstanceOf(HelperAnswer.Temporary.class);
        }
    }

    /// The words were taken from mail.local 8.17 (`mail.local: /var/mail/nobody: irregular file`, exit 69).
    private void expectUnfit(String why) throws Exception {
        HelperAnswer answer = mail.deliver("x");
        assertThat(answer)
                .isEqualTo(new HelperAnswer.Failed(SysExit.UNAVAILABLE, "5.2.0", mail.mailbox() + ": " + why));
        assertThat(mail.dotLock()).doesNotExist();
    }

    /// FS-01: links, second names, directories and pipes in the place of a mailbox, here and in the next
    /// tests.
    @Test
    void aSymbolicLinkIsNoMailbox() throws Exception {
        Path target = Files.writeString(mail.directory.resolve("target"), "keep");
        MailboxFixture.own(target, mail.user.uid(), mail.user.gid(), 0600);
        Files.createSymbolicLink(mail.mailbox(), target);

        expectUnfit("irregular file");
        assertThat(Files.size(target)).isEqualTo(4);
    }

    @Test
    void aDanglingLinkIsNoMailbox() throws Exception {
        Files.createSymbolicLink(mail.mailbox(), mail.directory.resolve("nothing"));

        expectUnfit("irregular file");
        assertThat(mail.directory.resolve("nothing")).doesNotExist();
    }

    @Test
    void aHardLinkIsNoMailbox() throws Exception {
        Path file = mail.existing("keep");
        Files.createLink(mail.directory.resolve("other"), file);

        expectUnfit("too many links");
        assertThat(Files.size(file)).isEqualTo(4);
    }

    @Test
    void aDirectoryIsNoMailbox() throws Exception {
        Files.createDirectory(mail.mailbox());

        expectUnfit("too many links");
    }

    @Test
    void aFifoIsNoMailboxAndDoesNotStopUs() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", mail.mailbox().toString())
                        .start()
                        .waitFor())
                .isZero();

        expectUnfit("irregular file");
    }

    /// FS-02: a mailbox that somebody else has made.
    @Test
    void somebodyElsesFileIsNoMailbox() throws Exception {
        if (mail.root) {
            Path file = mail.existing("keep");
            MailboxFixture.own(file, 1, 1, 0666);
            expectUnfit("wrong ownership (1)");
            assertThat(file).content().isEqualTo("keep");
        } else {
            assertThat(mail.deliver("x")).isEqualTo(SENT);
        }
    }

    @Test
    void aFileThatTheUserMayNotWriteIsLeftAlone() throws Exception {
        Files.setAttribute(mail.existing("keep"), "unix:mode", 0);

        assertThat(mail.deliver("x"))
                .isEqualTo(new HelperAnswer.Temporary(
                        SysExit.TEMPORARY_FAILURE, "4.2.0", mail.mailbox() + ": Permission denied"));
        assertThat(Files.size(mail.mailbox())).isEqualTo(4);
    }

    @Test
    void whereOnlyRootMayCreateFilesRootMakesTheMailboxOnly() throws Exception {
        if (mail.root) {
            MailboxFixture.own(mail.directory, 0, 0, 0755);
            assertThat(mail.deliver("x\n")).isEqualTo(SENT);
            assertThat(Files.getAttribute(mail.mailbox(), "unix:uid")).isEqualTo(mail.user.uid());
            assertThat(mail.content()).isEqualTo(FROM + "x\n\n");
        } else {
            Files.setAttribute(mail.directory, "unix:mode", 0555);
            assertThat(mail.deliver("x\n")).isInstanceOf(HelperAnswer.Temporary.class);
        }
    }

    @Test
    void aMissingDirectoryIsTemporary() throws Exception {
        Files.delete(mail.directory);

        assertThat(mail.deliver("x"))
                .isEqualTo(new HelperAnswer.Temporary(
                        SysExit.TEMPORARY_FAILURE, "4.2.0", mail.directory + ": No such file or directory"));
    }

    @Test
    void aMessageThatBreaksOffLeavesTheMailboxAsItWas() throws Exception {
        mail.existing("old\n\n");
        InputStream broken = new InputStream() {
            private int left = 200_000;

            @Override
            public int read() throws IOException {
                throw new IOException("unused");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left <= 0) {
                    throw new IOException("given up");
                }
                left -= length;
                return length;
            }
        };

        assertThat(mail.delivery(Duration.ofSeconds(30)).deliver(MailboxFixture.request(mail.user.name()), broken))
                .isEqualTo(new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.0", "given up"));
        assertThat(mail.content()).isEqualTo("old\n\n");
        assertThat(mail.dotLock()).doesNotExist();
    }

    /// FS-03: a lock that somebody holds costs a while and a later attempt.
    @Test
    void aLockedMailboxIsWaitedForAndGivenUp() throws Exception {
        mail.existing("old\n\n");
        HelperAnswer locked = new HelperAnswer.Temporary(
                SysExit.TEMPORARY_FAILURE, "4.2.0", "lockmailbox " + mail.user.name() + " failed");
        try (OpenDirectory directory = OpenDirectory.open(mail.directory.toString());
                OpenFile holder = directory.openForAppending(mail.user.name())) {
            assertThat(holder.tryRecordLock()).isTrue();
            assertThat(mail.delivery(Duration.ofMillis(50))
                            .deliver(MailboxFixture.request(mail.user.name()), MailboxFixture.stream("x")))
                    .isEqualTo(locked);
        }
        Files.writeString(mail.dotLock(), "1\n");
        Files.setLastModifiedTime(mail.dotLock(), FileTime.from(Instant.ofEpochSecond(MailboxFixture.NOW - 299)));
        assertThat(mail.delivery(Duration.ofMillis(50))
                        .deliver(MailboxFixture.request(mail.user.name()), MailboxFixture.stream("x")))
                .isEqualTo(locked);
        assertThat(mail.dotLock()).exists();
        assertThat(mail.content()).isEqualTo("old\n\n");
    }

    @Test
    void aLeftOverLockIsRemoved() throws Exception {
        Files.writeString(mail.dotLock(), "1\n");
        Files.setLastModifiedTime(mail.dotLock(), FileTime.from(Instant.ofEpochSecond(MailboxFixture.NOW - 301)));

        assertThat(mail.deliver("x")).isEqualTo(SENT);
        assertThat(mail.dotLock()).doesNotExist();
    }

    /// FS-02, FS-03: in a directory that is open to all a lock of somebody else is none.
    @Test
    void aStrangersLockFileStopsNobody() throws Exception {
        if (mail.root) {
            MailboxFixture.own(mail.directory, 0, 0, 01777);
            Files.writeString(mail.dotLock(), "1\n");
            MailboxFixture.own(mail.dotLock(), 1, 1, 0600);
            assertThat(mail.deliver("x")).isEqualTo(SENT);
            assertThat(mail.dotLock()).exists();
        } else {
            assertThat(mail.deliver("x")).isEqualTo(SENT);
        }
    }

    @Test
    void virtualUsersHaveMailboxesInTheirDirectoryOnly() throws Exception {
        MailboxFixture.own(
                mail.directory,
                ProcessIdentity.effectiveUserId(),
                ProcessIdentity.effective().gid(),
                0700);
        MailboxDelivery delivery =
                mail.delivery(new MailboxRules.OfVirtualUsers(mail.directory.toString()), Duration.ofSeconds(30));

        assertThat(delivery.deliver(MailboxFixture.request("anybody"), MailboxFixture.stream("x\n")))
                .isEqualTo(SENT);
        assertThat(mail.directory.resolve("anybody")).content().isEqualTo(FROM + "x\n\n");
        assertThat(delivery.deliver(MailboxFixture.request("../x"), MailboxFixture.stream("x")))
                .isInstanceOf(HelperAnswer.Failed.class);
    }

    /// What the sender gave up after it was here, while it waited for its turn, is not delivered, and costs the others
    /// nothing but a second try.
    @Test
    void oneOfSeveralLettersThatFailsIsTakenBackAlone() throws Exception {
        mail.existing("old\n\n");
        List<Letter> letters = List.of(
                Letter.of("alice@a.example", MailboxFixture.stream("one\n")),
                Letter.of("alice@a.example", givenUpAtTheEnd("two\n")),
                Letter.of("alice@a.example", MailboxFixture.stream("three\n")));
        MailboxAppend append =
                new MailboxAppend(MailboxFixture.CLOCK, ZoneOffset.UTC, Duration.ofSeconds(30), mail.events::add);
        try (OpenDirectory directory = OpenDirectory.open(mail.directory.toString())) {
            MailboxAuthority.Decision decision = new MailboxAuthority(mail.accounts)
                    .decide(new MailboxRules.OfSystemUsers(mail.directory.toString()), mail.user.name(), directory);
            assertThat(decision).isInstanceOfSatisfying(MailboxAuthority.Decision.Granted.class, granted -> {
                assertThat(appended(append, granted, directory, letters))
                        .containsExactly(
                                SENT, new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.0", "given up"), SENT);
            });
        }
        assertThat(mail.content()).isEqualTo("old\n\n" + FROM + "one\n\n" + FROM + "three\n\n");
    }

    private static List<HelperAnswer> appended(
            MailboxAppend append,
            MailboxAuthority.Decision.Granted granted,
            OpenDirectory directory,
            List<Letter> letters) {
        try {
            return UserThread.run(granted.identity(), () -> append.append(granted, directory, letters, () -> false))
                            instanceof MailboxAppend.Result.Done(List<HelperAnswer> answers)
                    ? answers
                    : List.of();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A message that is here, whole, and not wanted any more when it is looked at again.
    private static InputStream givenUpAtTheEnd(String text) {
        return new FilterInputStream(MailboxFixture.stream(text)) {
            private boolean ended;

            @Override
            public int read() throws IOException {
                throw new IOException("given up");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (ended) {
                    throw new IOException("given up");
                }
                int count = super.read(into, offset, length);
                ended = count < 0;
                return count;
            }
        };
    }

    @Test
    void manyAtOnceAllArriveWholeAndOnce() throws Exception {
        MailboxDelivery delivery = mail.delivery(Duration.ofSeconds(30));
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Callable<HelperAnswer>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String text = "message " + i + ".\n";
                all.add(() -> delivery.deliver(MailboxFixture.request(mail.user.name()), MailboxFixture.stream(text)));
            }
            for (Future<HelperAnswer> each : threads.invokeAll(all)) {
                assertThat(each.get()).isEqualTo(SENT);
            }
        }
        String content = mail.content();
        for (int i = 0; i < 200; i++) {
            assertThat(content).containsOnlyOnce(FROM + "message " + i + ".\n\n");
        }
        assertThat(mail.dotLock()).doesNotExist();
    }

    @Test
    void noThreadKeepsTheUsersIdentity() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(mail.deliver("x\n")).isEqualTo(SENT);
        }
        int own = ProcessIdentity.effectiveUserId();

        // a thread that has been joined is still there for the kernel until it has gone its last steps
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!allAre(own) && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        assertThat(allAre(own)).as("all threads are of user %d", own).isTrue();
    }

    private static boolean allAre(int user) throws IOException {
        return ConfinementReport.ofThisProcess().threads().stream()
                .allMatch(thread -> thread.uids().stream().allMatch(uid -> uid == user));
    }
}
