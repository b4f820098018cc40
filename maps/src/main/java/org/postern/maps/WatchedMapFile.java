package org.postern.maps;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A map file by its path: opened at the first look-up, and again whenever another file stands there or the file was
/// written to, so that a rebuilt map counts from the next look-up on.
final class WatchedMapFile {
    private static final int TRIES = 5;

    private final ReadableFile source;
    private final MapFileCheck check;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Open open;

    WatchedMapFile(ReadableFile source, MapFileCheck check) {
        this.source = source;
        this.check = check;
    }

    private record Open(FileStamp stamp, MapFile file) {}

    Path path() {
        return source.path();
    }

    /// True when there is a file, of whatever content.
    boolean exists() {
        return source.exists();
    }

    /// Looks keys up in the file as it is now; the first that is there counts.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no file
    /// @throws UnsafeMapFileException when the file must not be used
    /// @throws MapFileException when it is damaged
    Optional<byte[]> find(byte[]... keys) throws IOException {
        for (int i = 1; ; i++) {
            try {
                MapFile file = current();
                for (byte[] key : keys) {
                    Optional<byte[]> value = file.find(key);
                    if (value.isPresent()) {
                        return value;
                    }
                }
                return Optional.empty();
            } catch (ClosedChannelException e) {
                // replaced, or closed by the interruption of another thread
                if (i == TRIES) {
                    throw e;
                }
                forget();
            }
        }
    }

    /// The open file, for reading all of it.
    MapFile current() throws IOException {
        ReadableFile.State state = source.now();
        Open now = open;
        if (now != null && now.stamp.equals(state.stamp())) {
            return now.file;
        }
        opening.lock();
        try {
            state = source.now();
            now = open;
            if (now != null && now.stamp.equals(state.stamp())) {
                return now.file;
            }
            if (!state.copy()) {
                Optional<String> refusal = check.refusal(source.path(), MapFileCheck.Purpose.READ);
                if (refusal.isPresent()) {
                    throw new UnsafeMapFileException(refusal.get());
                }
            }
            MapFile file = MapFiles.open(state.place());
            open = new Open(state.stamp(), file);
            if (now != null) {
                now.file.close();
            }
            return file;
        } finally {
            opening.unlock();
        }
    }

    private void forget() throws IOException {
        opening.lock();
        try {
            Open now = open;
            open = null;
            source.forget();
            if (now != null) {
                now.file.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
