package org.postern.programs.status;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.mail.QueueId;

/// How full one queue directory is.
///
/// @param waiting messages that are tried again
/// @param held messages that an administrator or a rule holds
/// @param lost messages that were set aside because their files are not trusted
/// @param oldestSeconds the age of the oldest waiting one, by its id: its file is written anew at each attempt
/// @param problem why it could not be counted; empty when it was
record QueueDirectoryFacts(
        String path, long waiting, long held, long lost, long oldestSeconds, Optional<String> problem) {
    private static final long MOST = 5_000_000;

    /// Counts.
    static QueueDirectoryFacts of(Path directory, long nowMillis) {
        Path files = directory.resolve("qf");
        Path place = Files.isDirectory(files) ? files : directory;
        long waiting = 0;
        long held = 0;
        long lost = 0;
        long oldest = nowMillis;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "?f*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith("qf")) {
                    waiting++;
                    oldest = Math.min(
                            oldest,
                            QueueId.made(name.substring(2), nowMillis).orElseGet(() -> modified(entry, nowMillis)));
                } else if (name.startsWith("hf")) {
                    held++;
                } else if (name.startsWith("Qf")) {
                    lost++;
                }
                if (waiting + held + lost > MOST) {
                    break;
                }
            }
        } catch (IOException unreadable) {
            return new QueueDirectoryFacts(
                    directory.toString(), 0, 0, 0, 0, Optional.of("cannot be read by this user"));
        }
        return new QueueDirectoryFacts(
                directory.toString(), waiting, held, lost, Math.max(0, (nowMillis - oldest) / 1000), Optional.empty());
    }

    private static long modified(Path file, long otherwise) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return otherwise;
        }
    }
}
