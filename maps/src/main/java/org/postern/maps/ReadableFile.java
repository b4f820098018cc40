package org.postern.maps;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;

/// A file by its path: where this process can read it now, and which state of it that is.
///
/// A file that may not be read here is asked for ([ShownFiles]) whenever its state has changed. Where not even its
/// state can be seen, because a directory on the way is closed, it is asked for once a second.
final class ReadableFile {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final ShownFiles shown;
    private final Clock clock;
    private volatile @Nullable State last;
    private volatile long askedAt;

    /// One state of the file.
    ///
    /// @param place where to read it
    /// @param copy true when that is a copy, which has been checked by who made it
    record State(FileStamp stamp, Path place, boolean copy) {}

    ReadableFile(Path path, ShownFiles shown, Clock clock) {
        this.path = path;
        this.shown = shown;
        this.clock = clock;
    }

    static ReadableFile of(Path path, MapEnvironment environment) {
        return new ReadableFile(path, environment.neighbours().shown(), environment.clock());
    }

    Path path() {
        return path;
    }

    /// The state now.
    ///
    /// @throws NoSuchFileException when there is no file
    /// @throws UnsafeMapFileException when the file must not be used
    /// @throws MapFileException when it cannot be had now
    State now() throws IOException {
        State known = last;
        FileStamp stamp;
        try {
            stamp = FileStamp.of(path);
        } catch (AccessDeniedException closed) {
            return hidden(known);
        }
        if (known != null && known.stamp.equals(stamp)) {
            return known;
        }
        State next = Files.isReadable(path) ? new State(stamp, path, false) : new State(stamp, ask(), true);
        last = next;
        return next;
    }

    private State hidden(@Nullable State known) throws IOException {
        long now = clock.nanoTime();
        Path copy = known != null && known.copy && now - askedAt < PAUSE_NANOS ? known.place : ask();
        if (known == null || !copy.equals(known.place) || now - askedAt >= PAUSE_NANOS) {
            askedAt = now;
        }
        State next = new State(FileStamp.of(copy), copy, true);
        last = next;
        return next;
    }

    private Path ask() throws IOException {
        return switch (shown.show(path.toString())) {
            case ShownFiles.Answer.Copy(Path copy) -> copy;
            case ShownFiles.Answer.Missing() -> throw new NoSuchFileException(path.toString());
            case ShownFiles.Answer.Unsafe(String reason) -> throw new UnsafeMapFileException(reason);
            case ShownFiles.Answer.Unavailable(String reason) -> throw new MapFileException(reason);
        };
    }

    /// Forgets what was found: the file, or the right to read it, has changed unseen.
    void forget() {
        last = null;
    }

    /// True when there is a file, of whatever content, or when that cannot be known.
    boolean exists() {
        try {
            if (Files.exists(path)) {
                return true;
            }
            return Files.notExists(path) ? false : now().copy;
        } catch (NoSuchFileException missing) {
            return false;
        } catch (IOException unknown) {
            return true;
        }
    }
}
