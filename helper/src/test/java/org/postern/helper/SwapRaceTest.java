package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.helperwire.ListOrigin;
import org.postern.os.Identity;

/// FS-01, FS-10: somebody puts links, second names and files in each other's place while the helper works; never is
/// anything read, written or given away that he could not have had himself. The races of mailboxes and `.forward`
/// are in [MailboxRaceTest], [HomeMailboxTest] and [ForwardFileTest].
final class SwapRaceTest {
    private static final int ROUNDS = 60;

    private final UserFixture users;
    private final Path folder;

    SwapRaceTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        users = new UserFixture(folder);
    }

    /// Makes something new at a place.
    @FunctionalInterface
    private interface Make {
        void at(Path place) throws IOException;
    }

    /// Puts what is made at a name, one after the other, again and again.
    private static final class Swapper implements AutoCloseable {
        private final AtomicBoolean end = new AtomicBoolean();
        private final Thread thread;

        Swapper(Path name, List<Make> makes) {
            Path made = name.resolveSibling("made-" + name.getFileName());
            thread = Thread.ofPlatform().start(() -> {
                for (int i = 0; !end.get(); i++) {
                    try {
                        Files.deleteIfExists(made);
                        makes.get(i % makes.size()).at(made);
                        Files.move(made, name, StandardCopyOption.ATOMIC_MOVE);
                        // Of two names of one file none is taken away.
                        Files.deleteIfExists(made);
                    } catch (IOException raced) {
                        // The next turn.
                    }
                }
            });
        }

        @Override
        public void close() {
            end.set(true);
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Path owned(String name, String text, int owner, int mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        MailboxFixture.own(file, owner, owner, mode);
        return file;
    }

    @Test
    void aFileThatMailIsAppendedTo() throws Exception {
        Path victim = owned("victim", "untouched", users.defaultUser, 0600);
        Path file = users.drop().resolve("archive");
        users.aliases.put("file", file.toString());
        try (Swapper _ = new Swapper(
                file,
                List.of(
                        place -> Files.createSymbolicLink(place, victim),
                        place ->
                                MailboxFixture.own(Files.createFile(place), users.defaultUser, users.defaultUser, 0600),
                        place -> Files.createLink(place, victim)))) {
            for (int i = 0; i < ROUNDS; i++) {
                users.deliver(ListOrigin.alias("file"), file.toString());
            }
        }
        assertThat(victim).hasContent("untouched");
    }

    @Test
    void aListThatAnAliasIncludes() throws Exception {
        Path secret = owned("secret", "secret\n", users.root ? 0 : users.alice, users.root ? 0600 : 0);
        Path list = users.drop().resolve("list");
        users.aliases.put("team", ":include:" + list);
        ListOrigin origin = ListOrigin.alias("team").include(list.toString());
        try (Swapper _ = new Swapper(
                list,
                List.of(
                        place -> Files.createSymbolicLink(place, secret),
                        place -> MailboxFixture.own(Files.writeString(place, "mine\n"), users.alice, users.alice, 0644),
                        place -> Files.createLink(place, secret)))) {
            for (int i = 0; i < ROUNDS * 4; i++) {
                assertThat(users.read(origin).toString()).doesNotContain("secret\n");
            }
        }
    }

    /// The owner of a queue directory, which was root's before, puts second names of other files in its place.
    @Test
    void aQueueFileThatChangesHands() throws Exception {
        if (!users.root) {
            return;
        }
        Path victim = owned("shadow", "untouched", 0, 0600);
        Path queue = Files.createDirectory(folder.resolve("mqueue"));
        Identity account = new Identity(54_321, 54_322, List.of());
        Path control = queue.resolve("qf5AP3sKQ1012345");
        try (Swapper _ = new Swapper(
                control,
                List.of(
                        place -> Files.writeString(place, "V8\n"),
                        place -> Files.createLink(place, victim),
                        place -> Files.createSymbolicLink(place, victim)))) {
            for (int i = 0; i < ROUNDS * 4; i++) {
                MailboxFixture.own(queue, 0, 0, 0700);
                boolean _ = new QueueAdoption(account, Long.MAX_VALUE, users.events::add).adopt(queue.toString());
            }
        }
        assertThat(Files.getAttribute(victim, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(0);
    }
}
