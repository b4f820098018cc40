package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.helperwire.HelperAnswer;

/// Others play with the mailbox while mail is delivered.
final class MailboxRaceTest {
    private static final int ROUNDS = 200;

    private final MailboxFixture mail;
    private final Path victim;

    MailboxRaceTest(@TempDir Path folder) throws IOException {
        mail = new MailboxFixture(folder);
        victim = Files.writeString(folder.resolve("victim"), "untouched");
    }

    /// FS-01: The mailbox's name is a link, a second name of another file, a mailbox, or nothing, in quick
    /// turns. The other file belongs to the user himself, so that only the checks protect it.
    @Test
    void nothingButTheMailboxIsEverWritten() throws Exception {
        MailboxFixture.own(victim, mail.user.uid(), mail.user.gid(), 0666);
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Integer> swaps = threads.submit(() -> swapUntil(end));
            int delivered = 0;
            for (int i = 0; i < ROUNDS; i++) {
                delivered += mail.deliver("x\n") instanceof HelperAnswer.Delivered ? 1 : 0;
            }
            end.set(true);
            assertThat(swaps.get()).isPositive();
            assertThat(delivered).isBetween(0, ROUNDS);
        }
        assertThat(victim).content().isEqualTo("untouched");
    }

    private int swapUntil(AtomicBoolean end) throws IOException {
        int swaps = 0;
        while (!end.get()) {
            try {
                Files.deleteIfExists(mail.mailbox());
                switch (swaps % 4) {
                    case 0 -> Files.createSymbolicLink(mail.mailbox(), victim);
                    case 1 -> Files.createLink(mail.mailbox(), victim);
                    case 2 -> mail.existing("");
                    default -> Files.createSymbolicLink(mail.mailbox(), Path.of("nowhere"));
                }
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                // The delivery has made or removed it first.
            }
            swaps++;
        }
        return swaps;
    }

    /// A mail reader puts a new file in the mailbox's place again and again, as it does after deleting mail, under
    /// the lock file as it must. What was answered "delivered" is in one of the files.
    @Test
    void aReaderThatReplacesTheMailboxLosesNothing() throws Exception {
        mail.existing("");
        StringBuilder read = new StringBuilder();
        AtomicBoolean end = new AtomicBoolean();
        int delivered = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> reader = threads.submit(() -> {
                while (!end.get()) {
                    if (Files.size(mail.mailbox()) > 0) {
                        takeMail(read);
                    }
                    Thread.onSpinWait();
                }
                return null;
            });
            for (int i = 0; i < ROUNDS; i++) {
                delivered += mail.deliver("number " + i + ".\n") instanceof HelperAnswer.Delivered ? 1 : 0;
            }
            end.set(true);
            reader.get();
        }
        takeMail(read);
        assertThat(delivered).isEqualTo(ROUNDS);
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(read).contains("number " + i + ".");
        }
    }

    private void takeMail(StringBuilder into) throws IOException {
        try {
            Files.createFile(mail.dotLock());
        } catch (FileAlreadyExistsException e) {
            return;
        }
        if (mail.root) {
            MailboxFixture.own(mail.dotLock(), mail.user.uid(), mail.user.gid(), 0600);
        }
        into.append(Files.readString(mail.mailbox()));
        Path fresh = Files.writeString(mail.directory.resolve("fresh"), "");
        MailboxFixture.own(fresh, mail.user.uid(), mail.user.gid(), 0600);
        Files.move(fresh, mail.mailbox(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Files.delete(mail.dotLock());
    }

    @Test
    void deliveriesAtOnceDoNotMix() throws Exception {
        int count = 40;
        String body = "0123456789\n".repeat(8000);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<HelperAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(threads.submit(() -> mail.deliver(body)));
            }
            for (Future<HelperAnswer> answer : answers) {
                assertThat(answer.get()).isInstanceOf(HelperAnswer.Delivered.class);
            }
        }
        String one = "From alice@a.example Fri Jan  2 03:04:05 2026\n" + body + "\n";
        assertThat(mail.content()).isEqualTo(one.repeat(count));
    }
}
