package org.postern.helper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.os.FileLocks;
import org.postern.os.FileSystemSpace;
import org.postern.os.Identity;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// The folder of one helper for copies: root's, and the account of the network process may only go through it.
///
/// Each copy is written under another name, given to the account with mode 0400 and renamed, so that a copy is there
/// as a whole or not at all. The folder goes when the helper ends; one that a killed helper left behind is found by
/// its lock and removed by the next.
final class CopyFolder implements AutoCloseable {
    private static final String PREFIX = "copies-";
    private static final String UNFINISHED = "new-";
    private static final long UNFINISHED_FOR_LONG_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final String LOCK = "lock";
    private static final int OTHERS_WRITE = 022;
    private static final int BLOCK = 256 * 1024;
    private static final long RESERVE = 64L << 20;

    private final Path folder;
    private final FileLocks lock;
    private final Identity account;

    private CopyFolder(Path folder, FileLocks lock, Identity account) {
        this.folder = folder;
        this.lock = lock;
        this.account = account;
    }

    /// Makes it below `state`, and `state` too when it is not there; removes what killed helpers left.
    ///
    /// @param nowMillis the time
    static CopyFolder make(Path state, Identity account, long nowMillis) throws IOException {
        Files.createDirectories(
                state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        int mode = (Integer) Files.getAttribute(state, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        int owner = (Integer) Files.getAttribute(state, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != 0 || (mode & OTHERS_WRITE) != 0 || !Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(state + " is not root's alone");
        }
        removeLeft(state);
        removeUnfinished(state, nowMillis);
        Path fresh = Files.createTempDirectory(state, UNFINISHED);
        Files.createFile(fresh.resolve(LOCK));
        FileLocks lock = FileLocks.tryLock(fresh.resolve(LOCK)).orElseThrow(() -> new IOException("lock"));
        Files.setAttribute(fresh, "unix:gid", account.gid());
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx--x---"));
        Path folder = state.resolve(PREFIX + ProcessHandle.current().pid());
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return new CopyFolder(folder, lock, account);
    }

    private static void removeLeft(Path state) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(state, PREFIX + "*")) {
            for (Path left : folders) {
                Optional<FileLocks> lock = lock(left);
                if (lock.isPresent()) {
                    remove(left);
                    lock.get().close();
                }
            }
        }
    }

    /// A helper that is alive gives its folder the final name within milliseconds.
    private static void removeUnfinished(Path state, long nowMillis) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(state, UNFINISHED + "*")) {
            for (Path left : folders) {
                if (nowMillis - Files.getLastModifiedTime(left).toMillis() > UNFINISHED_FOR_LONG_MILLIS) {
                    remove(left);
                }
            }
        } catch (NoSuchFileException gone) {
            // another start was faster
        }
    }

    private static Optional<FileLocks> lock(Path folder) throws IOException {
        try {
            return FileLocks.tryLock(folder.resolve(LOCK));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /// Copies a file.
    ///
    /// @param size how many bytes it has
    /// @return false when it had more or fewer
    /// @throws IOException when there is no room, or the file cannot be read
    boolean copy(OpenFile from, long size, String name) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        if (FileSystemSpace.of(folder.toString()).freeBytes() < size + RESERVE) {
            throw new IOException("not enough room in " + folder.getParent() + " for " + size + " bytes");
        }
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean done = false;
        try {
            long written = write(from, size, fresh);
            if (written == size) {
                Files.setAttribute(fresh, "unix:gid", account.gid());
                Files.setAttribute(fresh, "unix:uid", account.uid());
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--------"));
                Files.move(fresh, path(name), StandardCopyOption.ATOMIC_MOVE);
                done = true;
            }
            return done;
        } finally {
            if (!done) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    /// Never more than one byte more than `size`.
    private static long write(OpenFile from, long size, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.WRITE)) {
            byte[] block = new byte[BLOCK];
            long written = 0;
            while (written <= size) {
                int wanted = (int) Math.min(block.length, size + 1 - written);
                int count = from.read(block, 0, wanted);
                if (count <= 0) {
                    break;
                }
                out.write(block, 0, count);
                written += count;
            }
            return written;
        } catch (OsException e) {
            throw new IOException(e.reason(), e);
        }
    }

    /// Leaves the folder to the next start, which finds that nobody holds it: for a helper that has given up its
    /// rights.
    void abandon() throws IOException {
        lock.close();
    }

    /// Removes the folder and all copies; who has one open keeps it.
    @Override
    public void close() throws IOException {
        remove(folder);
        lock.close();
    }
}
