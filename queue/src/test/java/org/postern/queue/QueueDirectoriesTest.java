package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.os.DurableFiles;
import org.postern.os.RealDurableFiles;
import org.postern.testkit.CrashingFiles;

/// Several directories, subdirectories, file systems and modes.
@Timeout(60)
class QueueDirectoriesTest {
    private static final Path JOURNAL = Path.of("/queue/journal");
    private static final Path ONE = Path.of("/queue/one");
    private static final Path TWO = Path.of("/queue/two");
    private static final Path OTHER = Path.of("/queue/other");
    private static final long ENOUGH = 10_000;

    private final StandingClock clock = new StandingClock();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private JournalQueue open(QueueSettings settings, DurableFiles files) throws QueueException {
        return JournalQueue.open(
                settings.withJournal(new JournalLimits(64 << 10, 4, 1, Duration.ZERO, Duration.ZERO)),
                new JournalQueue.Surroundings(files, clock, new SplittableRandom(1), event -> {}, 4711));
    }

    private static List<String> controls(CrashingFiles files, Path in) throws IOException {
        List<String> names = new ArrayList<>();
        files.list(in, name -> {
            if (name.startsWith("qf")) {
                names.add(name);
            }
        });
        return names;
    }

    private static void defer(JournalQueue queue, Map<String, String> macros) throws Exception {
        try (MailQueue.Reception reception = queue.receive()) {
            reception.commit(MailQueueContract.envelope(reception, "<a@b.test>", "r").toBuilder()
                    .macros(macros)
                    .build());
        }
        MailQueue.Claim claim = MailQueueContract.next(queue);
        claim.retry(claim.envelope().toBuilder()
                .recipients(List.of(Recipient.of("left@b.test")))
                .build());
    }

    /// MinFreeBlocks counts for each file system: one with room is enough, for each group.
    @Test
    void aFullFileSystemIsLeftOut() throws Exception {
        CrashingFiles files = new CrashingFiles(Path.of("/queue"), JOURNAL, ONE, TWO, OTHER);
        QueueGroups groups = new QueueGroups(
                List.of(QueueGroup.of(QueueGroup.DEFAULT, List.of(ONE, TWO)), QueueGroup.of("other", List.of(OTHER))));
        QueueSettings settings = QueueSettings.standard(JOURNAL, List.of(ONE), CrashingFiles.OWNER)
                .withGroups(groups)
                .withFiles(0600, ENOUGH);
        files.free(ONE, ENOUGH - 1);
        try (JournalQueue queue = open(settings, files)) {
            for (int i = 0; i < 10; i++) {
                defer(queue, Map.of());
            }
            defer(queue, Map.of(QueueGroups.MACRO, "other"));
            assertThat(controls(files, ONE)).isEmpty();
            assertThat(controls(files, TWO)).hasSize(10);
            assertThat(controls(files, OTHER)).hasSize(1);

            for (Path full : List.of(TWO, OTHER, JOURNAL)) {
                files.free(full, 0);
                clock.advanceSeconds(2);
                assertThatThrownBy(queue::receive)
                        .isInstanceOfSatisfying(
                                QueueException.class,
                                e -> assertThat(e.kind()).isEqualTo(QueueException.Kind.DISK_FULL));
                files.free(full, ENOUGH);
            }
            clock.advanceSeconds(2);
            queue.receive().close();
        }
    }

    @Test
    void messagesAreSpreadOverTheDirectoriesOfAGroup() throws Exception {
        CrashingFiles files = new CrashingFiles(Path.of("/queue"), JOURNAL, ONE, TWO);
        try (JournalQueue queue =
                open(QueueSettings.standard(JOURNAL, List.of(ONE, TWO), CrashingFiles.OWNER), files)) {
            for (int i = 0; i < 40; i++) {
                defer(queue, Map.of());
            }
        }
        assertThat(controls(files, ONE).size()).isBetween(5, 35);
        assertThat(controls(files, ONE).size() + controls(files, TWO).size()).isEqualTo(40);
    }

    /// `qf`, `df` and `xf` below a directory are used where they are there; files have the mode of
    /// QueueFileMode; what a
    /// killed sendmail left of a dialogue goes with its message.
    @Test
    void subdirectoriesAndModes() throws Exception {
        for (String name : List.of("journal", "qf", "df", "xf")) {
            Files.createDirectories(directory.resolve(name));
        }
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        QueueSettings settings = QueueSettings.standard(directory.resolve("journal"), List.of(directory), owner)
                .withFiles(0660, 0);
        Path control = directory.resolve("qf/qfold");
        Files.write(
                control,
                QueueFileWriter.write(Envelope.builder(new QueueId("old"))
                        .sender("<old@b.test>")
                        .recipients(List.of(Recipient.of("r")))
                        .build()));
        Files.setPosixFilePermissions(control, PosixFilePermissions.fromString("rw-rw----"));
        Files.writeString(directory.resolve("df/dfold"), "body\n");
        Files.writeString(directory.resolve("xf/xfold"), "550 no\n");
        try (JournalQueue queue = open(settings, new RealDurableFiles())) {
            MailQueue.Claim old = MailQueueContract.next(queue);
            assertThat(MailQueueContract.text(old)).isEqualTo("body\n");
            old.done();
            defer(queue, Map.of());
        }
        for (String kind : List.of("qf", "df")) {
            List<Path> files = list(kind);
            assertThat(files).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst())))
                    .isEqualTo("rw-rw----");
        }
        assertThat(list("xf")).isEmpty();
    }

    private List<Path> list(String kind) throws IOException {
        try (Stream<Path> paths = Files.list(directory.resolve(kind))) {
            return paths.toList();
        }
    }
}
