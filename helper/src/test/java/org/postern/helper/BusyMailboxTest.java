package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.UserThread;

/// Many letters for one mailbox, and a mail reader that wants its lock between them, as dotlockfile and procmail take
/// it: by making the file.
final class BusyMailboxTest {
    private static final int LETTERS = 300;
    private static final int TIMES = 3;

    private final MailboxFixture mail;

    BusyMailboxTest(@TempDir Path folder) throws IOException {
        mail = new MailboxFixture(folder);
    }

    @Test
    void aReaderGetsTheLockAndSeesWholeLettersOnly() throws Exception {
        mail.existing("");
        MailboxDelivery delivery = mail.delivery(Duration.ofSeconds(30));
        List<Future<HelperAnswer>> answers = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(40)) {
            for (int i = 0; i < LETTERS; i++) {
                String letter = "a: " + "x".repeat(i) + "\n";
                answers.add(senders.submit(() ->
                        delivery.deliver(MailboxFixture.request(mail.user.name()), MailboxFixture.stream(letter))));
            }
            for (int i = 0; i < TIMES; i++) {
                lock();
                long size = Files.size(mail.mailbox());
                String content = mail.content();
                assertThat(content.isEmpty() || content.endsWith("x\n\n") || content.endsWith("a: \n\n"))
                        .isTrue();
                assertThat(Files.size(mail.mailbox())).isEqualTo(size);
                Files.delete(mail.dotLock());
            }
        }

        for (Future<HelperAnswer> answer : answers) {
            assertThat(answer.get()).isEqualTo(MailboxAnswers.SENT);
        }
        assertThat(mail.content().lines().filter(line -> line.startsWith("From ")))
                .hasSize(LETTERS);
        UserThread.endWaiting();
        try (Stream<Path> files = Files.list(mail.directory)) {
            assertThat(files).containsExactly(mail.mailbox());
        }
    }

    private void lock() throws IOException {
        while (true) {
            try {
                Files.createFile(mail.dotLock());
                return;
            } catch (FileAlreadyExistsException _) {
                Thread.onSpinWait();
            }
        }
    }
}
