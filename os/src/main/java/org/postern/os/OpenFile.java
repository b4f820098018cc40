package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An open file, known by its descriptor only: whatever happens to its name, it stays the file that was examined.
///
/// Its calls block the calling thread in the kernel. Not safe for use by several threads at once.
public final class OpenFile implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int F_OFD_SETLK = 37;
    private static final short F_WRLCK = 1;
    private static final int LOCK_EX_NB = 2 | 4;

    private final int descriptor;
    private final String path;
    private boolean open = true;

    OpenFile(int descriptor, String path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /// The name under which it was opened, for messages.
    public String path() {
        return path;
    }

    /// What the kernel says about it now.
    public FileStatus status() throws OsException {
        return FileStatus.ofDescriptor(descriptor(), path);
    }

    /// Reads up to `length` bytes from the current position; 0 at the end.
    public int read(byte[] into, int offset, int length) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            int wanted = Math.min(length, CHUNK);
            MemorySegment buffer = arena.allocate(Math.max(1, wanted));
            int count = (int) Kernel.require(SystemCall.READ, path, descriptor(), buffer.address(), wanted);
            MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, count);
            return count;
        }
    }

    /// Reads from the current position to the end; fails with `File too large` beyond `limit` bytes.
    public byte[] readAll(int limit) throws OsException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[Math.min(CHUNK, limit + 1)];
        for (int count = read(chunk, 0, chunk.length); count > 0; count = read(chunk, 0, chunk.length)) {
            if (all.size() + count > limit) {
                throw new OsException(Errno.EFBIG, "read", path);
            }
            all.write(chunk, 0, count);
        }
        return all.toByteArray();
    }

    /// Writes all bytes, at the end of the file when it was opened for appending.
    public void write(byte[] bytes, int offset, int length) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.clamp(length, 1, CHUNK));
            int done = 0;
            while (done < length) {
                int part = Math.min(length - done, CHUNK);
                MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, part);
                done += writePart(buffer, part);
            }
        }
    }

    private int writePart(MemorySegment buffer, int length) throws OsException {
        int count = (int) Kernel.require(SystemCall.WRITE, path, descriptor(), buffer.address(), length);
        if (count == 0) {
            throw new OsException(Errno.ENOSPC, "write", path);
        }
        return count;
    }

    /// Waits until content and length are on the disk.
    public void sync() throws OsException {
        Kernel.require(SystemCall.FSYNC, path, descriptor());
    }

    /// Cuts the file to `size` bytes.
    public void truncate(long size) throws OsException {
        Kernel.require(SystemCall.FTRUNCATE, path, descriptor(), size);
    }

    /// Sets the permission bits.
    public void changeMode(int mode) throws OsException {
        Kernel.require(SystemCall.FCHMOD, path, descriptor(), mode);
    }

    /// Sets user and group.
    public void changeOwner(int uid, int gid) throws OsException {
        Kernel.require(SystemCall.FCHOWN, path, descriptor(), uid, gid);
    }

    /// Tries to lock the whole file for writing with a lock that belongs to this descriptor and that conflicts with
    /// `fcntl` locks of other programs and with other descriptors of this one. It ends when the file is closed.
    ///
    /// @return false when somebody else holds a lock
    public boolean tryRecordLock() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lock = arena.allocate(32, 8);
            lock.set(JAVA_SHORT, 0, F_WRLCK);
            lock.set(JAVA_LONG, 8, 0L);
            lock.set(JAVA_LONG, 16, 0L);
            lock.set(JAVA_INT, 24, 0);
            return locked(
                    SystemCall.FCNTL,
                    Kernel.callUninterrupted(SystemCall.FCNTL, descriptor(), F_OFD_SETLK, lock.address()));
        }
    }

    /// Tries to take an exclusive `flock(2)`, sendmail's lock for maps and aliases. It ends when the file is closed.
    ///
    /// @return false when somebody else holds it
    public boolean tryFlock() throws OsException {
        return locked(SystemCall.FLOCK, Kernel.callUninterrupted(SystemCall.FLOCK, descriptor(), LOCK_EX_NB));
    }

    private boolean locked(SystemCall call, long result) throws OsException {
        if (result == -Errno.EAGAIN || result == -Errno.EACCES) {
            return false;
        }
        Kernel.check(result, call, path);
        return true;
    }

    /// Closes the descriptor once; further calls do nothing.
    @Override
    public void close() {
        if (open) {
            open = false;
            Kernel.call(SystemCall.CLOSE, descriptor);
        }
    }

    int descriptor() {
        if (!open) {
            throw new IllegalStateException(path + " is closed");
        }
        return descriptor;
    }
}
