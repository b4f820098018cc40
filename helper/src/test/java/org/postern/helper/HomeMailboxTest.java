package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Event;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.FileAccounts;
import org.postern.os.UserThread;

/// Mailboxes in home directories: everything is done with the user's rights alone.
final class HomeMailboxTest {
    private static final HelperAnswer SENT = new HelperAnswer.Delivered("2.1.5", "Sent");
    private static final String MESSAGE = "Subject: x\n\nFrom here\n";

    private final MailboxFixture mail;
    private final Path home;
    private final Path victim;
    private final FileAccounts accounts;
    private final List<Event> events;

    HomeMailboxTest(@TempDir Path folder) throws IOException {
        mail = new MailboxFixture(folder);
        events = mail.events;
        home = Files.createDirectory(folder.resolve("home"));
        give(home, 0755);
        victim = Files.createDirectory(folder.resolve("victim"));
        Path passwd = Files.writeString(
                folder.resolve("passwd"),
                "carol:x:" + mail.user.uid() + ":" + mail.user.gid() + "::" + home + ":/bin/sh\n");
        accounts = new FileAccounts(passwd, Files.createFile(folder.resolve("group")), 10_000);
    }

    private void give(Path path, int mode) throws IOException {
        MailboxFixture.own(path, mail.user.uid(), mail.user.gid(), mode);
    }

    private HelperAnswer deliver(String setting, String message) {
        return deliver(setting, MailboxFixture.stream(message));
    }

    private HelperAnswer deliver(String setting, InputStream message) {
        return new MailboxDelivery(
                        MailboxRules.parse(setting).orElseThrow(),
                        accounts,
                        MailboxFixture.CLOCK,
                        ZoneOffset.UTC,
                        Duration.ofSeconds(5),
                        events::add)
                .deliver(new HelperRequest.DeliverToMailbox("A1", "a@b.example", "carol", 0), message);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void aMaildirIsMadeAndGetsAFileForEachMessage() throws Exception {
        assertThat(deliver("~/Maildir/", MESSAGE)).isEqualTo(SENT);
        assertThat(deliver("~/Maildir/", MESSAGE)).isEqualTo(SENT);

        List<Path> files = list(home.resolve("Maildir/new"));
        assertThat(files).hasSize(2).allSatisfy(file -> {
            assertThat(file).hasContent(MESSAGE.stripTrailing());
            assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100600);
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(mail.user.uid());
            assertThat(file.getFileName().toString()).matches("1767323045\\.M0P\\d+Q\\d+R[0-9a-f]{16}\\.postern");
        });
        assertThat(home.resolve("Maildir/tmp")).isEmptyDirectory();
        assertThat(home.resolve("Maildir/cur")).isEmptyDirectory();
        assertThat(Files.getAttribute(home.resolve("Maildir"), "unix:mode")).isEqualTo(040700);
    }

    @Test
    void ofAMessageThatBreaksOffNothingIsLeft() throws Exception {
        InputStream breaks = new InputStream() {
            private int left = 30;

            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return left-- > 0 ? length : read();
            }
        };
        assertThat(deliver("~/Maildir/", breaks)).isInstanceOf(HelperAnswer.Temporary.class);

        assertThat(home.resolve("Maildir/tmp")).isEmptyDirectory();
        assertThat(home.resolve("Maildir/new")).isEmptyDirectory();
        assertThat(events).hasSize(1);
    }

    @Test
    void partsThatAreLinksOrSomebodyElsesAreRefused() throws Exception {
        Files.createSymbolicLink(home.resolve("Maildir"), victim);
        assertThat(deliver("~/Maildir/", MESSAGE)).isInstanceOf(HelperAnswer.Failed.class);
        Files.delete(home.resolve("Maildir"));

        give(Files.createDirectory(home.resolve("Maildir")), 0700);
        Files.createSymbolicLink(home.resolve("Maildir/new"), victim);
        assertThat(deliver("~/Maildir/", MESSAGE)).isInstanceOf(HelperAnswer.Failed.class);

        assertThat(deliver("~/box", MESSAGE)).isEqualTo(SENT);
        assertThat(deliver("~/box/", MESSAGE)).isInstanceOf(HelperAnswer.Failed.class);
        if (mail.root) {
            MailboxFixture.own(Files.createDirectory(home.resolve("Roots")), 0, 0, 0777);
            assertThat(deliver("~/Roots/", MESSAGE)).isInstanceOf(HelperAnswer.Failed.class);
        }
        assertThat(victim).isEmptyDirectory();
    }

    /// FS-01: The parts of the Maildir are directories and links in quick turns.
    @Test
    void swappedPartsNeverLeadElsewhere() throws Exception {
        MailboxFixture.own(victim, mail.user.uid(), mail.user.gid(), 0777);
        Path real = home.resolve("real");
        Path shown = home.resolve("Maildir");
        give(Files.createDirectory(real), 0700);
        AtomicBoolean end = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            while (!end.get()) {
                try {
                    Files.move(real, shown);
                    Files.move(shown, real);
                    Files.createSymbolicLink(shown, victim);
                    Files.delete(shown);
                } catch (IOException raced) {
                    // The delivery made a directory of that name.
                    MaildirRemoval.of(shown);
                }
            }
        });
        for (int i = 0; i < 40; i++) {
            deliver("~/Maildir/", MESSAGE);
        }
        end.set(true);
        swapper.join();
        assertThat(victim).isEmptyDirectory();
    }

    /// Takes away what was delivered in the wrong moment.
    private static final class MaildirRemoval {
        static void of(Path maildir) {
            for (String part : new String[] {"tmp", "new", "cur"}) {
                try {
                    if (Files.isDirectory(maildir, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                            && Files.isDirectory(maildir.resolve(part))) {
                        for (Path file : list(maildir.resolve(part))) {
                            Files.deleteIfExists(file);
                        }
                        Files.deleteIfExists(maildir.resolve(part));
                    }
                } catch (IOException raced) {
                    // Next time.
                }
            }
            try {
                Files.deleteIfExists(maildir);
            } catch (IOException raced) {
                // Next time.
            }
        }
    }

    @Test
    void oneFileInTheHomeDirectory() throws Exception {
        assertThat(deliver("~/mbox", MESSAGE)).isEqualTo(SENT);
        assertThat(deliver("~/mbox", MESSAGE)).isEqualTo(SENT);
        UserThread.endWaiting();

        String one = "From a@b.example Fri Jan  2 03:04:05 2026\nSubject: x\n\n>From here\n\n";
        assertThat(Files.readString(home.resolve("mbox"), StandardCharsets.ISO_8859_1))
                .isEqualTo(one + one);
        assertThat(Files.getAttribute(home.resolve("mbox"), "unix:uid")).isEqualTo(mail.user.uid());
        assertThat(list(home)).hasSize(1);
    }

    @Test
    void aHomeThatIsNotHisGetsNothingFromRoot() throws Exception {
        if (mail.root) {
            MailboxFixture.own(home, 0, 0, 0755);
            for (String setting : List.of("~/mbox", "~/Maildir/")) {
                assertThat(deliver(setting, MESSAGE)).isInstanceOf(HelperAnswer.Temporary.class);
            }
            assertThat(home).isEmptyDirectory();
        }
    }

    /// FS-11: no way out of the home directory.
    @Test
    void onlyNamesInTheHomeDirectoryAreSettings() {
        for (String wrong : List.of("", "~", "~/", "~//", "~/../x", "~/a/b", "~/..", "~/../", "mail", "%u")) {
            assertThat(MailboxRules.parse(wrong)).as(wrong).isEmpty();
        }
        assertThat(MailboxRules.parse("/var/mail/")).contains(new MailboxRules.OfSystemUsers("/var/mail/"));
    }
}
