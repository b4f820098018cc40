package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.SystemClock;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.queue.QueueFileWriter;

/// Fills a queue directory with messages that have been tried a moment ago and wait for their next turn.
///
/// Arguments: the directory, the number of messages.
public final class QueueFill {
    private static final int HOSTS = 1000;
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private QueueFill() {}

    /// Writes the files.
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        Clock clock = new SystemClock();
        for (int i = 0; i < messages; i++) {
            QueueId id = new QueueId("6AQ000%08d".formatted(i));
            Envelope envelope = Envelope.builder(id)
                    .arrivedSeconds(clock.epochSeconds() - 3600)
                    .lastAttemptSeconds(clock.epochSeconds())
                    .attempts(8)
                    .priority(30_000 + i % HOSTS)
                    .sender("<sender" + i + "@near.test>")
                    .recipients(List.of(Recipient.of("<somebody@far" + i % HOSTS + ".test>")))
                    .build();
            Files.write(Files.createFile(directory.resolve("qf" + id), PRIVATE), QueueFileWriter.write(envelope));
            Files.write(Files.createFile(directory.resolve("df" + id), PRIVATE), Ascii.bytes("body\n"));
        }
    }
}
