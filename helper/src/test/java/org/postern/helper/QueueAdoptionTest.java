package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Event;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

/// As root the queue changes hands; without root it already is the network process's own and nothing changes.
final class QueueAdoptionTest {
    private final boolean root = ProcessIdentity.isRoot();
    private final Identity account = root ? new Identity(54_321, 54_322, List.of()) : ProcessIdentity.effective();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Path queue;

    QueueAdoptionTest(@TempDir Path folder) throws IOException {
        queue = Files.createDirectory(folder.resolve("mqueue"));
    }

    private boolean adopt() {
        return new QueueAdoption(account, Long.MAX_VALUE, events::add).adopt(queue.toString());
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private List<String> lines() {
        return events.stream().map(Event::line).toList();
    }

    @Test
    void queueFilesAndTheirDirectoriesChangeHands() throws Exception {
        Path qf = Files.writeString(queue.resolve("qf5AP3sKQ1012345"), "V8\n");
        Path df = Files.writeString(queue.resolve("df5AP3sKQ1012345"), "body\n");
        Path folder = Files.createDirectory(queue.resolve("qd1"));
        Path lost = Files.writeString(folder.resolve("Qf5AP3sKQ1012346"), "");

        assertThat(adopt()).isTrue();
        for (Path path : List.of(queue, qf, df, folder, lost)) {
            assertThat(owner(path)).isEqualTo(account.uid());
        }
        if (root) {
            assertThat(lines())
                    .containsExactly(
                            "queue directory " + folder + " adopted: owner 0:0 -> 54321:54322, 1 files, 0 left alone"
                                    + " (undo: chown -R 0:0 " + folder + ")",
                            "queue directory " + queue + " adopted: owner 0:0 -> 54321:54322, 2 files, 0 left alone"
                                    + " (undo: chown -R 0:0 " + queue + ")");
        } else {
            assertThat(lines()).isEmpty();
        }
    }

    @Test
    void aSecondStartChangesNothing() throws Exception {
        Files.writeString(queue.resolve("qf5AP3sKQ1012345"), "V8\n");
        adopt();
        events.clear();

        assertThat(adopt()).isTrue();
        assertThat(events).isEmpty();
    }

    /// FS-10: links and second names in a directory that the mail user owns.
    @Test
    void whatIsNoQueueFileIsLeftAlone() throws Exception {
        int self = ProcessIdentity.effectiveUserId();
        Path other = Files.writeString(queue.resolve("notes.txt"), "");
        Path target = Files.writeString(queue.resolveSibling("target"), "");
        Path link = Files.createSymbolicLink(queue.resolve("qfLINK"), target);
        Path hard = Files.createLink(queue.resolve("dfHARD"), target);

        assertThat(adopt()).isTrue();
        for (Path path : List.of(other, target, link, hard)) {
            assertThat(owner(path)).isEqualTo(self);
        }
    }

    @Test
    void aDirectoryOfAThirdUserIsLeftAlone() throws Exception {
        if (root) {
            MailboxFixture.own(queue, 1, 1, 0700);
            assertThat(adopt()).isFalse();
            assertThat(owner(queue)).isEqualTo(1);
            assertThat(lines()).containsExactly("queue directory " + queue + " not adopted: it belongs to uid 1");
        } else {
            assertThat(adopt()).isTrue();
        }
    }

    @Test
    void aLargeDirectoryThatChangedHandsBeforeIsLookedThroughLater() throws Exception {
        if (root) {
            MailboxFixture.own(queue, account.uid(), account.gid(), 0700);
        }
        Path qf = Files.writeString(queue.resolve("qf5AP3sKQ1012345"), "V8\n");
        int before = owner(qf);
        QueueAdoption adoption = new QueueAdoption(account, 1, events::add);
        assertThat(adoption.adopt(queue.toString())).isTrue();
        assertThat(owner(qf)).isEqualTo(before);
        adoption.finish();
        assertThat(owner(qf)).isEqualTo(account.uid());
        assertThat(lines()).hasSize(root ? 1 : 0);
    }

    @Test
    void aMissingDirectoryIsReported() {
        assertThat(new QueueAdoption(account, Long.MAX_VALUE, events::add).adopt(queue + "/nothing"))
                .isFalse();
    }
}
