package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.ListOrigin;

/// What users say about where their mail goes, and who else could have said it.
final class ForwardFileTest {
    private static final ListOrigin OF_ALICE = ListOrigin.forward("alice", "");

    private final UserFixture users;

    ForwardFileTest(@TempDir Path folder) throws IOException {
        users = new UserFixture(folder);
    }

    private String text(ListOrigin origin) {
        return users.read(origin) instanceof HelperAnswer.ListPart part ? part.text() : "none";
    }

    private void refused(String reason) {
        assertThat(users.read(OF_ALICE)).isEqualTo(new HelperAnswer.NoList());
        assertThat(users.events)
                .anyMatch(event -> event.text().equals("forward " + users.home.resolve(".forward") + ": " + reason));
    }

    @Test
    void isReadAsItsUserWithoutComments() throws IOException {
        users.file(".forward", "# mine\nbob, carol #@# both\n\\alice\n\n", 0600);

        assertThat(users.read(OF_ALICE)).isInstanceOfSatisfying(HelperAnswer.ListPart.class, part -> {
            assertThat(part.text()).isEqualTo("\nbob, carol\n\\alice\n\n");
            assertThat(part.more()).isFalse();
            assertThat(part.user()).isEqualTo("alice");
            assertThat(part.uid()).isEqualTo(users.alice);
        });
    }

    @Test
    void mayBeMissingAsTheUserMay() {
        assertThat(users.read(OF_ALICE)).isEqualTo(new HelperAnswer.NoList());
        assertThat(users.read(ListOrigin.forward("nobody-of-that-name", ""))).isEqualTo(new HelperAnswer.NoList());
        assertThat(users.events).isEmpty();
    }

    @Test
    void isLookedForWithTheDetailOfTheAddress() throws IOException {
        users.file(".forward", "plain\n", 0600);
        users.file(".forward+list", "detail\n", 0600);

        assertThat(text(ListOrigin.forward("alice", "list"))).isEqualTo("detail\n");
        assertThat(text(ListOrigin.forward("alice", "other"))).isEqualTo("plain\n");
    }

    /// FS-11: the detail of an address is no way to other files.
    @Test
    void isNotLookedForWhereADetailWithSlashesLeads() throws IOException {
        users.file(".forward", "plain\n", 0600);
        Files.createDirectory(users.home.resolve(".forward+x"));
        users.file("secret", "secret\n", 0600);

        assertThat(text(ListOrigin.forward("alice", "x/../secret"))).isEqualTo("plain\n");
    }

    @Test
    void isNotTrustedWhenOthersCouldHaveWrittenIt() throws IOException {
        users.file(".forward", "bob\n", 0620);
        refused("Group writable file");
        users.file(".forward", "bob\n", 0602);
        refused("World writable file");
        users.file(".forward", "bob\n", 0600);
        MailboxFixture.own(users.home, users.alice, users.alice, 0775);
        refused("Group writable directory");
        MailboxFixture.own(users.home, users.alice, users.alice, 0757);
        refused("World writable directory");
    }

    @Test
    void isNotTrustedWhenItIsSomebodyElsesOrNoFile() throws IOException {
        if (users.root) {
            MailboxFixture.own(users.file(".forward", "bob\n", 0644), users.other, users.other, 0644);
            refused("Permission denied");
        }
        Files.deleteIfExists(users.home.resolve(".forward"));
        Files.createDirectory(users.home.resolve(".forward"));
        refused("Regular files only");
    }

    /// TrustedUser writes files for users, such as those of a web interface.
    @Test
    void mayBelongToTheTrustedUser() throws IOException {
        if (!users.root) {
            return;
        }
        MailboxFixture.own(users.file(".forward", "bob\n", 0644), users.other, users.other, 0644);
        refused("Permission denied");
        users.moreCf = "O TrustedUser=" + UserFixture.WITHOUT_SHELL + "\n";
        assertThat(text(OF_ALICE)).isEqualTo("bob\n");
        users.moreCf = "O TrustedUser=" + users.other + "\n";
        assertThat(text(OF_ALICE)).isEqualTo("bob\n");
    }

    @Test
    void mayBeGroupWritableWhenTheAdministratorSaysSoButThenHasNoPrograms() throws IOException {
        users.file(".forward", "bob, \"|cat\"\n", 0660);
        users.blame += ",GroupWritableForwardFile";

        assertThat(text(OF_ALICE)).startsWith("bob");
        assertThat(users.deliver(OF_ALICE, "\"|cat\""))
                .isInstanceOfSatisfying(
                        HelperAnswer.Failed.class,
                        failed ->
                                assertThat(failed.text()).isEqualTo("Address alice is unsafe for mailing to programs"));
    }

    /// The older option takes the same back as GroupWritableForwardFileSafe.
    @Test
    void mayHaveProgramsThatItsGroupWroteWithTheOlderOptionToo() throws IOException {
        users.file(".forward", "\"|true\"\n", 0660);
        users.blame += ",GroupWritableForwardFile";
        users.moreCf = "O UnsafeGroupWrites=True\n";
        assertThat(users.deliver(OF_ALICE, "\"|true\"")).isInstanceOf(HelperAnswer.Failed.class);
        users.moreCf = "O UnsafeGroupWrites=False\n";
        assertThat(users.deliver(OF_ALICE, "\"|true\"")).isInstanceOf(HelperAnswer.Delivered.class);
    }

    /// Others could make one: that is worth a line, unless the administrator does not want it.
    @Test
    void isMissedWithoutAWordWhenTheAdministratorSaysSo() throws IOException {
        MailboxFixture.own(users.home, users.alice, users.alice, 0775);
        refused("Group writable directory");
        users.events.clear();
        users.blame += ",DontWarnForwardFileInUnsafeDirPath";

        assertThat(users.read(OF_ALICE)).isEqualTo(new HelperAnswer.NoList());
        assertThat(users.events).isEmpty();
        users.file(".forward", "bob\n", 0600);
        refused("Group writable directory");
    }

    /// FS-01: the name changes from the user's file to a link to one that only root may read, in quick
    /// turns.
    @Test
    void neverGivesAwayWhatTheUserCouldNotRead() throws Exception {
        Path secret = Files.writeString(users.folder.resolve("secret"), "secret\n");
        MailboxFixture.own(secret, users.root ? 0 : users.alice, users.root ? 0 : users.alice, users.root ? 0600 : 0);
        Path forward = users.home.resolve(".forward");
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Integer> swaps = threads.submit(() -> {
                int count = 0;
                while (!end.get()) {
                    Path made = users.home.resolve("new");
                    if (count % 2 == 0) {
                        Files.createSymbolicLink(made, secret);
                    } else {
                        users.file("new", "mine\n", 0600);
                    }
                    Files.move(made, forward, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                    count++;
                }
                return count;
            });
            try {
                for (int i = 0; i < 200; i++) {
                    assertThat(text(OF_ALICE)).isIn("mine\n", "none");
                }
            } finally {
                end.set(true);
            }
            assertThat(swaps.get()).isPositive();
        }
    }
}
