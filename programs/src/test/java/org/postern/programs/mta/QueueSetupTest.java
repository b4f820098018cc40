package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.queue.JournalQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueSettings;

/// A server that is started again while the last one is about to end.
class QueueSetupTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// A pause makes time pass at once, and may do something.
    private static final class PausingClock implements Clock {
        private final Runnable meanwhile;
        private long nanos;

        PausingClock(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public long epochMillis() {
            return 1_795_630_000_000L;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void pause(Duration time) {
            nanos += time.toNanos();
            meanwhile.run();
        }
    }

    private JournalQueue open() throws Exception {
        Path journal = folder.resolve("journal");
        if (!Files.exists(journal)) {
            Files.createDirectory(journal);
        }
        return JournalQueue.open(
                QueueSettings.standard(journal, List.of(folder), ProcessIdentity.effectiveUserId()),
                new JournalQueue.Surroundings(
                        new RealDurableFiles(),
                        new PausingClock(() -> {}),
                        new SplittableRandom(1),
                        event -> {},
                        4711));
    }

    private JournalQueue again() throws QueueException {
        try {
            return open();
        } catch (QueueException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(JournalQueue queue) {
        try {
            queue.close();
        } catch (QueueException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void waitsForAProcessThatIsAboutToEnd() throws Exception {
        JournalQueue before = open();
        Clock clock = new PausingClock(() -> close(before));
        try (JournalQueue after = QueueSetup.patiently(clock, this::again)) {
            assertThat(after.freshId().value()).isNotEmpty();
        }
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        try (JournalQueue before = open()) {
            PausingClock clock = new PausingClock(() -> {});
            assertThatThrownBy(() -> QueueSetup.patiently(clock, this::again))
                    .isInstanceOfSatisfying(
                            QueueException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(QueueException.Kind.IN_USE))
                    .hasMessageContaining("another process uses the queue in");
            assertThat(Duration.ofNanos(clock.nanoTime())).isEqualTo(Duration.ofSeconds(30));
            assertThat(before.freshId().value()).isNotEmpty();
        }
    }
}
