package org.postern.programs.statistics;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.postern.os.FileLocks;

/// The file itself. It is never made: an administrator who wants statistics makes an empty one (sendmail op guide
/// §5.6, StatusFile).
public final class StatusFile {
    private static final int LOCK_ATTEMPTS = 20;
    private static final long LOCK_PAUSE_MILLIS = 50;

    private final Path path;
    private final boolean links;
    private final boolean hardLinks;

    /// @param links true when a symbolic link is followed (DontBlameSendmail WriteStatsToSymLink)
    /// @param hardLinks true when the file may have several names (WriteStatsToHardLink)
    public StatusFile(Path path, boolean links, boolean hardLinks) {
        this.path = path;
        this.links = links;
        this.hardLinks = hardLinks;
    }

    /// Adds to what the file holds, under sendmail's lock.
    ///
    /// @param now the beginning of counting for an empty file, in seconds
    /// @return why nothing was added; empty when it was
    Optional<String> add(MailStatistics more, long now) throws IOException, InterruptedException {
        if (!links && Files.isSymbolicLink(path)) {
            return Optional.of("Symbolic links not allowed");
        }
        try {
            Path real = links ? path.toRealPath() : path;
            Optional<FileLocks> lock = FileLocks.tryLock(real);
            for (int i = 0; lock.isEmpty() && i < LOCK_ATTEMPTS; i++) {
                Thread.sleep(LOCK_PAUSE_MILLIS);
                lock = FileLocks.tryLock(real);
            }
            if (lock.isEmpty()) {
                return Optional.of("locked");
            }
            try (FileLocks _ = lock.get()) {
                return addLocked(real, more, now);
            }
        } catch (NoSuchFileException _) {
            return Optional.of("No such file or directory");
        }
    }

    private Optional<String> addLocked(Path real, MailStatistics more, long now) throws IOException {
        if (!Files.isRegularFile(real, NOFOLLOW_LINKS)) {
            return Optional.of("Regular files only");
        }
        if (!hardLinks && !Integer.valueOf(1).equals(Files.getAttribute(real, "unix:nlink", NOFOLLOW_LINKS))) {
            return Optional.of("Hard links not allowed");
        }
        try (FileChannel channel =
                FileChannel.open(real, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS))) {
            ByteBuffer there = ByteBuffer.allocate(MailStatistics.BYTES + 1);
            int count = 0;
            while (there.hasRemaining() && count >= 0) {
                count = channel.read(there);
            }
            byte[] content = new byte[there.position()];
            there.flip().get(content);
            MailStatistics sum = MailStatistics.parse(content, path.toString(), now);
            sum.add(more);
            ByteBuffer fresh = ByteBuffer.wrap(sum.encode());
            while (fresh.hasRemaining()) {
                channel.write(fresh, fresh.position());
            }
            return Optional.empty();
        } catch (MailStatistics.UnfitException unfit) {
            return Optional.of(String.valueOf(unfit.getMessage()));
        }
    }

    /// What a file holds, for printing.
    ///
    /// @param now when an empty file begins to count, in seconds
    /// @throws NoSuchFileException when there is none
    public static MailStatistics read(Path path, long now) throws IOException, MailStatistics.UnfitException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(path)) {
            content.write(in.readNBytes(MailStatistics.BYTES + 1));
        }
        return MailStatistics.parse(content.toByteArray(), path.toString(), now);
    }

    /// Takes everything out of a file (`mailstats -p`).
    public static void clear(Path path) throws IOException {
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }
}
