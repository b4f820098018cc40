package org.postern.queue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;
import org.postern.testkit.CrashingFiles;

/// Any queue file, and any journal: reading ends with a message or with a reason, never with anything else.
final class QueueFuzzTest {
    private static final Path DIRECTORY = Path.of("/journal");
    private static final QueueId ID = new QueueId("6API6f0A015537");

    @FuzzTest
    void queueFile(byte[] bytes) {
        switch (QueueFileReader.read(ID, bytes)) {
            case QueueFileReader.Result.Read _ -> {}
            case QueueFileReader.Result.Bogus(String why) -> {
                if (why.isEmpty()) {
                    throw new AssertionError("no reason");
                }
            }
        }
    }

    @FuzzTest
    void journal(byte[] bytes) throws IOException {
        CrashingFiles files = new CrashingFiles(DIRECTORY);
        try (DurableFiles.Handle file = files.create(DIRECTORY.resolve("journal-000000"), 0600)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
        JournalLimits limits = new JournalLimits(256 << 10, 4, 1, Duration.ZERO, Duration.ZERO);
        Journal.open(files, DIRECTORY, limits, new SplittableRandom(5), new StandingClock())
                .abandon();
    }
}
