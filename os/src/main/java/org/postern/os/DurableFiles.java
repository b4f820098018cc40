package org.postern.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// The few file operations that durable storage is built on, so that a test can stop at each of them and forget what
/// was not forced to the disk.
///
/// The promises are those of POSIX, not more: file data is durable after [Handle#syncData]; a name that was created,
/// renamed or removed is durable after [#syncDirectory] of its directory. No operation follows a symbolic link in the
/// last part of a path. All methods may be called by several threads at once; they block, so a virtual thread that
/// calls them holds its carrier.
///
/// Implementations: [RealDurableFiles], and `CrashingFiles` in testkit; both obey `DurableFilesContract`.
public interface DurableFiles {
    /// Creates a new file and opens it for reading and writing.
    ///
    /// @param mode the permission bits, independent of the process's umask
    /// @throws java.nio.file.FileAlreadyExistsException when the name exists, even as a link
    /// @throws IOException when there is no space or the directory is missing
    Handle create(Path path, int mode) throws IOException;

    /// Opens an existing regular file.
    ///
    /// @throws java.nio.file.NoSuchFileException when the name does not exist
    /// @throws IOException when it is not a regular file or may not be opened
    Handle open(Path path, boolean writable) throws IOException;

    /// What is known about a name, without following a link; empty when it does not exist.
    Optional<Facts> facts(Path path) throws IOException;

    /// Creates a directory unless it is there; its parent must exist.
    ///
    /// @param mode the permission bits of a new directory, independent of the process's umask
    void createDirectory(Path path, int mode) throws IOException;

    /// Renames atomically; an existing file of the new name is replaced.
    void rename(Path from, Path to) throws IOException;

    /// Removes a name.
    ///
    /// @return false when it did not exist
    boolean unlink(Path path) throws IOException;

    /// Makes the names in a directory durable.
    void syncDirectory(Path directory) throws IOException;

    /// Visits the names in a directory, in no order, without loading them all, until the visitor has enough. What
    /// comes and goes meanwhile may be visited or not.
    ///
    /// @throws IOException when the directory cannot be read, or the visitor throws it
    void walk(Path directory, Visitor visitor) throws IOException;

    /// Calls `each` with every name in a directory; see [#walk].
    default void list(Path directory, Consumer<String> each) throws IOException {
        walk(directory, name -> {
            each.accept(name);
            return true;
        });
    }

    /// Bytes that this process may still write to the file system of `directory`.
    long freeBytes(Path directory) throws IOException;

    /// Takes an exclusive `flock(2)` lock on an existing file, as sendmail does with a `qf` file, without waiting.
    ///
    /// The lock is also exclusive between two calls in the same process.
    ///
    /// @return empty when somebody else holds the lock
    /// @throws java.nio.file.NoSuchFileException when the name does not exist
    Optional<Lock> tryLock(Path path) throws IOException;

    /// Looks at names.
    interface Visitor {
        /// Looks at one.
        ///
        /// @return false to see no more
        boolean visit(String name) throws IOException;
    }

    /// An open file.
    interface Handle extends AutoCloseable {
        /// Reads at `position` until `target` is full or the file ends.
        ///
        /// @return how many bytes were read; 0 at or after the end
        int read(ByteBuffer target, long position) throws IOException;

        /// Writes all remaining bytes of `source` at `position`.
        void write(ByteBuffer source, long position) throws IOException;

        /// Writes all remaining bytes of `source` at the end.
        void append(ByteBuffer source) throws IOException;

        /// Makes the file `size` bytes long with zeros that are really written, so that later writes inside change
        /// neither its size nor its blocks, and forces them to the disk.
        void preallocate(long size) throws IOException;

        /// Forces data and size to the disk (`fdatasync`). After a failure nothing may be assumed about any write
        /// since the last success, and the call must not be repeated on this file.
        void syncData() throws IOException;

        /// The length in bytes.
        long size() throws IOException;

        /// What is known about the open file itself.
        Facts facts() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// A held lock.
    interface Lock extends AutoCloseable {
        /// True when `path` still names the file that is locked: whoever held the lock before may have removed or
        /// replaced it.
        boolean stillNames(Path path) throws IOException;

        @Override
        void close();
    }

    /// What the file system says about a file.
    ///
    /// @param regular a regular file, not a link, directory or device
    /// @param size bytes
    /// @param mode the permission bits with set-id bits
    /// @param owner user id
    /// @param group group id
    /// @param links how many names it has
    /// @param device number of its file system
    /// @param inode its number there
    /// @param modifiedMillis last change of the content, milliseconds since 1970
    record Facts(
            boolean regular,
            long size,
            int mode,
            int owner,
            int group,
            int links,
            long device,
            long inode,
            long modifiedMillis) {}
}
