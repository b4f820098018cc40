package org.postern.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One `flock(2)` lock held on its own file descriptor.
///
/// Java's own file locks are `fcntl` locks, which sendmail on Linux does not look at. System calls used: `open`,
/// `flock`, `close`.
public final class FileLocks implements AutoCloseable {
    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_NOFOLLOW = 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;

    private final int descriptor;
    private final long device;
    private final long inode;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private FileLocks(int descriptor, long device, long inode) {
        this.descriptor = descriptor;
        this.device = device;
        this.inode = inode;
    }

    /// Takes an exclusive lock without waiting.
    ///
    /// @return empty when somebody else holds it
    /// @throws NoSuchFileException when the file does not exist
    /// @throws IOException when it is a link or may not be opened
    public static Optional<FileLocks> tryLock(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Native.STATE);
            int descriptor = openFile(path, arena, state);
            int result = Native.call(Native.FLOCK, state, descriptor, LOCK_EXCLUSIVE_NOW);
            while (result != 0 && Native.errno(state) == EINTR) {
                result = Native.call(Native.FLOCK, state, descriptor, LOCK_EXCLUSIVE_NOW);
            }
            if (result != 0) {
                int errno = Native.errno(state);
                Native.call(Native.CLOSE, state, descriptor);
                if (errno == EAGAIN) {
                    return Optional.empty();
                }
                throw new IOException("flock of " + path + " failed: errno " + errno);
            }
            return Optional.of(identify(path, descriptor, state));
        }
    }

    private static int openFile(Path path, Arena arena, MemorySegment state) throws IOException {
        MemorySegment name = arena.allocateFrom(path.toString());
        int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
        int descriptor = Native.open(state, name, flags);
        if (descriptor >= 0) {
            return descriptor;
        }
        int errno = Native.errno(state);
        if (errno == ENOENT) {
            throw new NoSuchFileException(path.toString());
        }
        throw new IOException("open of " + path + " for a lock failed: errno " + errno);
    }

    private static FileLocks identify(Path path, int descriptor, MemorySegment state) throws IOException {
        try {
            Path itself = Path.of("/proc/self/fd/" + descriptor);
            long device = (Long) Files.getAttribute(itself, "unix:dev");
            long inode = (Long) Files.getAttribute(itself, "unix:ino");
            return new FileLocks(descriptor, device, inode);
        } catch (IOException e) {
            Native.call(Native.CLOSE, state, descriptor);
            throw new IOException("cannot identify the locked file " + path, e);
        }
    }

    /// The number of the file system that the locked file is on.
    public long device() {
        return device;
    }

    /// The number of the locked file on its file system.
    public long inode() {
        return inode;
    }

    /// Gives the lock up. A second call does nothing.
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            try (Arena arena = Arena.ofConfined()) {
                Native.call(Native.CLOSE, arena.allocate(Native.STATE), descriptor);
            }
        }
    }

    /// The three system calls.
    private static final class Native {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final MethodHandle FLOCK = handle(
                "flock", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle CLOSE =
                handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private static final MethodHandle OPEN =
                handle("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        // the only place that makes native calls possible; the signatures are those of the C library
        @SuppressWarnings("restricted")
        private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
        }

        static int call(MethodHandle function, MemorySegment state, int first, int second) {
            try {
                return (int) function.invokeExact(state, first, second);
            } catch (Throwable e) {
                throw new IllegalStateException("native call failed", e);
            }
        }

        static int call(MethodHandle function, MemorySegment state, int only) {
            try {
                return (int) function.invokeExact(state, only);
            } catch (Throwable e) {
                throw new IllegalStateException("native call failed", e);
            }
        }

        static int open(MemorySegment state, MemorySegment name, int flags) {
            try {
                return (int) OPEN.invokeExact(state, name, flags);
            } catch (Throwable e) {
                throw new IllegalStateException("native call failed", e);
            }
        }

        static int errno(MemorySegment state) {
            return (int) ERRNO.get(state, 0L);
        }
    }
}
