package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.os.Identity;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.UserThread;

/// Locks of one mailbox, one after the other, by the user that runs the tests.
final class SpareLocksTest {
    private long later;
    private final Clock clock = new Clock() {
        @Override
        public long epochMillis() {
            return Instant.now().plusSeconds(later).toEpochMilli();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };
    private final SpareLocks spares = new SpareLocks(clock);
    private final OpenDirectory directory;
    private final Path folder;
    private final Path lock;
    private final Path spare;

    SpareLocksTest(@TempDir Path folder) throws OsException {
        this.folder = folder;
        directory = OpenDirectory.open(folder.toString());
        lock = folder.resolve("alice.lock");
        spare = folder.resolve(".alice.lock.spare");
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private DotLock lock(boolean more) {
        return new DotLock(directory, "alice", ProcessIdentity.effectiveUserId(), clock, spares, () -> more);
    }

    /// Takes the lock and gives it back.
    ///
    /// @return the number of the file that was the lock
    private long inode(boolean more) throws IOException {
        try (DotLock one = lock(more)) {
            assertThat(one.attempt()).isEqualTo(DotLock.Attempt.HELD);
            assertThat(lock).hasContent(ProcessHandle.current().pid() + "");
            try (DotLock other = new DotLock(
                    directory, "alice", ProcessIdentity.effectiveUserId(), clock, new SpareLocks(clock), () -> false)) {
                assertThat(other.attempt()).isEqualTo(DotLock.Attempt.BUSY);
            }
            return (long) Files.getAttribute(lock, "unix:ino");
        }
    }

    @Test
    void aLockWithoutMoreMailLeavesNothing() throws Exception {
        inode(false);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void oneFileIsTheLockAgainAndAgainWhileMoreMailWaits() throws Exception {
        long first = inode(true);

        assertThat(lock).doesNotExist();
        assertThat(spare).exists();
        assertThat(inode(true)).isEqualTo(first);
        assertThat(lock).doesNotExist();
        assertThat(inode(false)).isEqualTo(first);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLockOfSomebodyElseCountsAsEver() throws Exception {
        long first = inode(true);
        Files.writeString(lock, "1\n");

        try (DotLock one = lock(true)) {
            assertThat(one.attempt()).isEqualTo(DotLock.Attempt.BUSY);
            assertThat(one.attempt()).isEqualTo(DotLock.Attempt.BUSY);
        }
        assertThat(lock).hasContent("1");
        Files.delete(lock);
        assertThat(inode(false)).isEqualTo(first);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whoNeverGotTheLockLeavesNoSpareEither() throws Exception {
        inode(true);
        Files.writeString(lock, "1\n");

        try (DotLock one = lock(false)) {
            assertThat(one.attempt()).isEqualTo(DotLock.Attempt.BUSY);
        }
        assertThat(folder.toFile().list()).containsExactly("alice.lock");
    }

    @Test
    void theSpareOfABusyMailboxGoesWithTheThreadOfItsUser() throws Exception {
        Identity own = ProcessIdentity.effective();
        Identity user = own.isRoot() ? new Identity(65534, 65534, List.of()) : own;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        UserThread.endWaiting();

        UserThread.run(user, () -> inode(false));
        assertThat(folder).isEmptyDirectory();
        long second = UserThread.run(user, () -> inode(false));
        assertThat(folder.toFile().list()).containsExactly(".alice.lock.spare");
        assertThat(UserThread.run(user, () -> inode(false))).isEqualTo(second);

        UserThread.endWaiting();
        assertThat(folder).isEmptyDirectory();
    }

    /// A lock that looks old is broken by mail readers.
    @Test
    void aSpareIsUsedForTenSecondsOnly() throws Exception {
        inode(true);
        later = 12;
        try (DotLock one = lock(true)) {
            assertThat(one.attempt()).isEqualTo(DotLock.Attempt.HELD);
            assertThat(lock).exists();
            assertThat((int) Files.getAttribute(lock, "unix:nlink")).isEqualTo(1);
            assertThat(spare).doesNotExist();
        }
    }

    @Test
    void anotherFileInPlaceOfTheSpareIsNotUsed() throws Exception {
        inode(true);
        Files.move(spare, folder.resolve("away"));
        Files.writeString(spare, "something else");

        assertThat(inode(false)).isNotEqualTo((long) Files.getAttribute(folder.resolve("away"), "unix:ino"));
        assertThat(folder.toFile().list()).containsExactly("away");
    }

    @Test
    void whatACrashLeftIsReplacedAndRemoved() throws Exception {
        Files.writeString(spare, "99999999\n");

        inode(true);
        assertThat(spare).hasContent(ProcessHandle.current().pid() + "");
        inode(false);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLockGoesWhenThereCanBeNoSpare() throws Exception {
        Files.createDirectory(spare);

        inode(true);
        assertThat(lock).doesNotExist();
        inode(false);
        assertThat(lock).doesNotExist();
    }

    /// Somebody broke the lock and has his own by now: what happens to it is what always happened, it is not kept.
    @Test
    void aLockThatWasBrokenIsNoSpare() throws Exception {
        try (DotLock one = lock(true)) {
            assertThat(one.attempt()).isEqualTo(DotLock.Attempt.HELD);
            Files.move(lock, folder.resolve("away"));
            Files.writeString(lock, "1\n");
        }
        assertThat(spare).doesNotExist();
    }
}
