package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.ListOrigin;

/// Files of lists: which are written, as whom, and where.
final class FileDeliveryTest {
    private static final ListOrigin ALIAS = ListOrigin.alias("file");
    private static final HelperAnswer SENT = new HelperAnswer.Delivered("2.0.0", "Sent");
    private static final HelperAnswer CANNOT =
            new HelperAnswer.ProgramFailed(false, "5.0.0", "Can't create output", "");
    private static final String MESSAGE = "From sender@from.test Fri Jan  2 03:04:05 2026\nSubject: x\n\nbody\n\n";

    private final UserFixture users;
    private final Path drop;

    FileDeliveryTest(@TempDir Path folder) throws IOException {
        users = new UserFixture(folder);
        drop = users.drop();
    }

    private HelperAnswer append(Path file) throws IOException {
        users.aliases.put("file", file.toString());
        return users.deliver(ALIAS, file.toString());
    }

    @Test
    void makesAFileOfTheDefaultUserAndAppendsToIt() throws IOException {
        Path file = drop.resolve("archive");

        assertThat(append(file)).isEqualTo(SENT);
        assertThat(append(file)).isEqualTo(SENT);

        assertThat(Files.readString(file)).isEqualTo(MESSAGE + MESSAGE);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(users.defaultUser);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0600);
    }

    @Test
    void newFilesHaveTheModeOfTheOption() throws IOException {
        for (int mode : new int[] {0644, 0600}) {
            users.moreCf = "O TempFileMode=0%o\n".formatted(mode);
            Path file = drop.resolve("archive-" + mode);
            assertThat(append(file)).isEqualTo(SENT);
            assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(mode);
        }
    }

    /// FS: links, second names, programs and other people's files stay as they are.
    @Test
    void writesNoLinkNoSecondNameNoProgramAndNothingOfOthers() throws IOException {
        Path victim = drop.resolve("victim");
        Files.writeString(victim, "untouched");
        MailboxFixture.own(victim, users.defaultUser, users.defaultUser, 0600);
        Files.createSymbolicLink(drop.resolve("link"), victim);
        Files.createSymbolicLink(drop.resolve("dangling"), drop.resolve("made"));
        assertThat(append(drop.resolve("link"))).isEqualTo(CANNOT);
        assertThat(append(drop.resolve("dangling"))).isEqualTo(CANNOT);
        assertThat(drop.resolve("made")).doesNotExist();
        Files.createLink(drop.resolve("second"), victim);
        assertThat(append(drop.resolve("second"))).isEqualTo(CANNOT);
        Files.delete(drop.resolve("second"));
        MailboxFixture.own(victim, users.defaultUser, users.defaultUser, 0700);
        assertThat(append(victim)).isEqualTo(CANNOT);
        assertThat(append(drop)).isEqualTo(CANNOT);
        assertThat(append(users.folder.resolve("nowhere/file"))).isEqualTo(CANNOT);
        if (users.root) {
            assertThat(append(users.home.resolve("new"))).isEqualTo(CANNOT);
            MailboxFixture.own(victim, 0, 0, 0600);
            assertThat(append(victim)).isEqualTo(CANNOT);
        }
        assertThat(victim).content().isEqualTo("untouched");
        assertThat(append(Path.of("/dev/null"))).isEqualTo(SENT);
    }

    @Test
    void writesAFileWithTheSetUserIdBitAsItsOwner() throws IOException {
        Path file = users.file("archive", "", 04600);

        assertThat(append(file)).isEqualTo(SENT);
        assertThat(file).content().isEqualTo(MESSAGE);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04600);
        if (users.root) {
            Path roots = Files.writeString(drop.resolve("roots"), "");
            MailboxFixture.own(roots, 0, 0, 04600);
            assertThat(append(roots)).isEqualTo(CANNOT);
        }
    }

    /// The file is the one of the configuration, and nobody else may have his hand in it.
    @Test
    void keepsDeadLettersInTheFileOfTheConfiguration() throws IOException {
        assertThat(users.keep("s@x.test")).isInstanceOf(HelperAnswer.Refused.class);
        Path place = Files.createDirectory(users.folder.resolve("kept"));
        Path file = place.resolve("dead.letter");
        users.moreCf = "O DeadLetterDrop=" + file + "\n";

        HelperAnswer kept = new HelperAnswer.Delivered("2.0.0", file.toString());
        assertThat(users.keep("sender@from.test")).isEqualTo(kept);
        assertThat(users.keep("sender@from.test")).isEqualTo(kept);
        assertThat(file).content().isEqualTo(MESSAGE + MESSAGE);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0600);

        Files.createLink(place.resolve("second"), file);
        assertThat(users.keep("x")).isInstanceOf(HelperAnswer.Refused.class);
        Files.delete(place.resolve("second"));
        Files.move(file, place.resolve("moved"));
        Files.createSymbolicLink(file, place.resolve("moved"));
        assertThat(users.keep("x")).isInstanceOf(HelperAnswer.Refused.class);
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(users.keep("x")).isInstanceOf(HelperAnswer.Refused.class);
        Files.delete(file);
        if (users.root) {
            Files.writeString(file, "");
            MailboxFixture.own(file, users.alice, users.alice, 0600);
            assertThat(users.keep("x")).isInstanceOf(HelperAnswer.Refused.class);
            Files.delete(file);
        }
        MailboxFixture.own(place, 0, 0, 0777);
        assertThat(users.keep("x")).as("a directory for all").isInstanceOf(HelperAnswer.Refused.class);
        users.moreCf += "O SafeFileEnvironment=" + place + "\n";
        assertThat(users.keep("x")).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(place.resolve("moved")).content().isEqualTo(MESSAGE + MESSAGE);
    }

    @Test
    void staysInTheSafeFileEnvironment() throws IOException {
        Path jail = Files.createDirectory(drop.resolve("safe"));
        MailboxFixture.own(jail, users.defaultUser, users.defaultUser, 0755);
        users.moreCf = "O SafeFileEnvironment=" + jail + "\n";

        assertThat(append(jail.resolve("a"))).isEqualTo(SENT);
        assertThat(jail.resolve("a")).content().isEqualTo(MESSAGE);
        assertThat(append(Path.of("/b"))).isEqualTo(SENT);
        assertThat(jail.resolve("b")).content().isEqualTo(MESSAGE);
        assertThat(append(drop.resolve("outside"))).isEqualTo(CANNOT);
        users.aliases.put("file", jail + "/../outside");
        users.deliver(ALIAS, jail + "/../outside");
        Files.createSymbolicLink(jail.resolve("way"), drop);
        assertThat(append(jail.resolve("way/outside"))).isEqualTo(CANNOT);
        assertThat(drop.resolve("outside")).doesNotExist();
    }
}
