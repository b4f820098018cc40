package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.maps.ShownFiles;
import org.postern.os.Errno;
import org.postern.os.OsException;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;
import org.postern.programs.secrets.SecretFile;
import org.postern.sasl.SecretAnswer;
import org.postern.sasl.SecretStore;
import org.postern.sasl.SecretTable;
import org.postern.sasl.UserName;

/// The file of secrets of this host, ours or Cyrus's `sasldb2`: read when it has changed, directly or as the
/// copy that the helper makes of a file that only root may read.
final class HostSecrets implements SecretStore {
    private static final long BLIND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String path;
    private final SafeFileRules rules;
    private final Function<String, ShownFiles.Answer> shown;
    private final Clock clock;
    private final Consumer<String> problems;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable Loaded loaded;
    private String said = "";

    /// What was read.
    ///
    /// @param stamp the state of the file; empty when even that is hidden
    /// @param problem why there is no table; empty when there is one
    private record Loaded(Optional<Map<String, Object>> stamp, long at, SecretTable table, String problem) {}

    /// @param shown asks the helper for a copy
    /// @param problems takes lines for the log, each once
    HostSecrets(
            String path,
            SafeFileRules rules,
            Function<String, ShownFiles.Answer> shown,
            Clock clock,
            Consumer<String> problems) {
        this.path = path;
        this.rules = rules;
        this.shown = shown;
        this.clock = clock;
        this.problems = problems;
    }

    @Override
    public SecretAnswer find(UserName user) {
        Loaded now = current();
        return now.problem.isEmpty() ? now.table.find(user) : new SecretAnswer.TemporaryFailure(now.problem);
    }

    private Loaded current() {
        Loaded before = loaded;
        Optional<Map<String, Object>> stamp = stamp();
        if (before != null && isFresh(before, stamp)) {
            return before;
        }
        loading.lock();
        try {
            before = loaded;
            if (before != null && isFresh(before, stamp)) {
                return before;
            }
            Loaded read = read(stamp);
            say(read.problem);
            loaded = read;
            return read;
        } finally {
            loading.unlock();
        }
    }

    private boolean isFresh(Loaded before, Optional<Map<String, Object>> stamp) {
        boolean young = clock.nanoTime() - before.at < BLIND_NANOS;
        return before.stamp.equals(stamp) && (young || (stamp.isPresent() && before.problem.isEmpty()));
    }

    /// The state of the file; empty when it is hidden, an empty map when there is none.
    private Optional<Map<String, Object>> stamp() {
        try {
            return Optional.of(
                    Files.readAttributes(Path.of(path), "unix:dev,ino,size,lastModifiedTime,ctime,mode,uid,gid"));
        } catch (NoSuchFileException _) {
            return Optional.of(Map.of());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Loaded read(Optional<Map<String, Object>> stamp) {
        long now = clock.nanoTime();
        try {
            return new Loaded(stamp, now, table(), "");
        } catch (OsException failed) {
            return new Loaded(stamp, now, SecretTable.EMPTY, path + ": " + failed.reason());
        } catch (IOException | SecretTable.DamagedException failed) {
            return new Loaded(stamp, now, SecretTable.EMPTY, path + ": " + failed.getMessage());
        }
    }

    private SecretTable table() throws IOException, SecretTable.DamagedException {
        return switch (SafeFileWalk.openForReading(path, rules)) {
            case SafeOpen.Opened opened -> {
                opened.file().close();
                yield SecretFile.read(Path.of(path));
            }
            case SafeOpen.Refused(String reason, String _) -> {
                if (!reason.equals(Errno.text(Errno.EACCES))) {
                    throw new IOException(reason);
                }
                yield ofTheHelper();
            }
            case SafeOpen.Failed failed -> failed.isMissing() ? SecretTable.EMPTY : ofTheHelper();
        };
    }

    private SecretTable ofTheHelper() throws IOException, SecretTable.DamagedException {
        return switch (shown.apply(path)) {
            case ShownFiles.Answer.Copy(Path copy) -> SecretFile.read(copy);
            case ShownFiles.Answer.Missing _ -> SecretTable.EMPTY;
            case ShownFiles.Answer.Unsafe(String reason) -> throw new IOException(reason);
            case ShownFiles.Answer.Unavailable(String reason) -> throw new IOException(reason);
        };
    }

    private void say(String problem) {
        if (!problem.isEmpty() && !problem.equals(said)) {
            problems.accept(problem);
        }
        said = problem;
    }
}
