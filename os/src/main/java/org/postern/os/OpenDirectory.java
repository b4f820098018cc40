package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// An open directory; names below it are single components, and a symbolic link as such a name is never followed.
///
/// Every operation acts on the directory that was opened, whatever happens to its name meanwhile.
public final class OpenDirectory implements AutoCloseable {
    private static final int ENTRIES = 32 * 1024;
    private static final long AT_FDCWD = -100;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final int SEARCH = OpenFlags.PATH_ONLY | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC;

    private final int descriptor;
    private final String path;
    private boolean open = true;

    OpenDirectory(int descriptor, String path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /// Opens a directory by its absolute name, following symbolic links as the kernel does; for directories that the
    /// configuration names. It can be listed and synced.
    public static OpenDirectory open(String path) throws OsException {
        return openAt(AT_FDCWD, path, path, OpenFlags.READ | OpenFlags.DIRECTORY | OpenFlags.CLOSE_ON_EXEC);
    }

    /// Opens a directory for reaching what is below it; needs search permission only.
    public static OpenDirectory openForSearch(String path) throws OsException {
        return openAt(AT_FDCWD, path, path, OpenFlags.PATH_ONLY | OpenFlags.DIRECTORY | OpenFlags.CLOSE_ON_EXEC);
    }

    private static OpenDirectory openAt(long directory, String name, String path, int flags) throws OsException {
        return new OpenDirectory(openDescriptor(directory, name, path, flags, 0), path);
    }

    /// The name under which it was opened, for messages.
    public String path() {
        return path;
    }

    /// What the kernel says about the directory itself.
    public FileStatus status() throws OsException {
        return FileStatus.ofDescriptor(descriptor(), path);
    }

    /// What the kernel says about a name in it; a symbolic link is not followed.
    public FileStatus status(String name) throws OsException {
        return FileStatus.ofName(descriptor(), component(name), join(name));
    }

    /// Opens a directory below.
    public OpenDirectory directory(String name) throws OsException {
        return openAt(
                descriptor(),
                component(name),
                join(name),
                OpenFlags.READ | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC);
    }

    /// Opens an existing file for reading. A FIFO does not block the opening.
    public OpenFile openForReading(String name) throws OsException {
        return file(name, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0);
    }

    /// Opens an existing file for reading and appending. A FIFO or a device does not block the opening.
    public OpenFile openForAppending(String name) throws OsException {
        return file(name, OpenFlags.READ_WRITE | OpenFlags.APPEND | OpenFlags.NON_BLOCKING, 0);
    }

    /// Creates a file that did not exist, for reading and appending.
    ///
    /// @param mode permission bits before the umask
    public OpenFile create(String name, int mode) throws OsException {
        return file(name, OpenFlags.READ_WRITE | OpenFlags.APPEND | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, mode);
    }

    private OpenFile file(String name, int flags, int mode) throws OsException {
        int all = flags | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC | OpenFlags.NO_CONTROLLING_TERMINAL;
        return new OpenFile(openDescriptor(descriptor(), component(name), join(name), all, mode), join(name));
    }

    /// Opens a name for nothing but examining it, whatever it is: a symbolic link too.
    OpenDirectory examine(String name) throws OsException {
        return openAt(descriptor(), component(name), join(name), SEARCH);
    }

    /// Holds whatever has this absolute or relative name, for nothing but examining it; a link is not followed.
    static OpenDirectory hold(String path) throws OsException {
        return openAt(AT_FDCWD, path, path, SEARCH);
    }

    /// A name that means what is held here, for as long as it is open, whatever happens to other names.
    Path itself() {
        return Path.of("/proc/self/fd/" + descriptor());
    }

    /// The text of a symbolic link that was opened with [#examine].
    String linkText() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4096);
            int length = (int) Kernel.require(
                    SystemCall.READLINKAT,
                    path,
                    descriptor(),
                    Kernel.text(arena, "").address(),
                    buffer.address(),
                    buffer.byteSize());
            return org.postern.base.Ascii.text(buffer.asSlice(0, length).toArray(JAVA_BYTE));
        }
    }

    /// Makes a directory below.
    ///
    /// @param mode permission bits before the umask
    public void makeDirectory(String name, int mode) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Kernel.text(arena, component(name));
            Kernel.require(SystemCall.MKDIRAT, join(name), descriptor(), text.address(), mode);
        }
    }

    /// Moves a file to a name in another directory of the same file system; what has that name is replaced.
    public void move(String name, OpenDirectory to, String newName) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = Kernel.text(arena, component(name));
            MemorySegment fresh = Kernel.text(arena, component(newName));
            Kernel.require(
                    SystemCall.RENAMEAT, join(name), descriptor(), from.address(), to.descriptor(), fresh.address());
        }
    }

    /// Gives a file of this directory a second name in it; fails with `EEXIST` when something has that name.
    public void link(String name, String newName) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = Kernel.text(arena, component(name));
            MemorySegment fresh = Kernel.text(arena, component(newName));
            Kernel.require(
                    SystemCall.LINKAT, join(newName), descriptor(), from.address(), descriptor(), fresh.address(), 0);
        }
    }

    /// Removes a name that is not a directory.
    public void remove(String name) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Kernel.text(arena, component(name));
            Kernel.require(SystemCall.UNLINKAT, join(name), descriptor(), text.address(), 0);
        }
    }

    /// Gives the directory itself another owner.
    public void changeOwner(int uid, int gid) throws OsException {
        changeOwnerOf(uid, gid);
    }

    /// Gives a regular file of this directory another owner, if it still is the file that `expected` describes, has
    /// no other name and is not a link.
    ///
    /// @return false when it is something else by now
    public boolean changeOwner(String name, FileStatus expected, int uid, int gid) throws OsException {
        try (OpenDirectory file = examine(name)) {
            FileStatus now = file.status();
            if (now.kind() != FileStatus.Kind.REGULAR || now.links() != 1 || !now.isSameFile(expected)) {
                return false;
            }
            file.changeOwnerOf(uid, gid);
            return true;
        }
    }

    private void changeOwnerOf(int uid, int gid) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Kernel.text(arena, "");
            Kernel.require(SystemCall.FCHOWNAT, path, descriptor(), text.address(), uid, gid, AT_EMPTY_PATH);
        }
    }

    /// Looks at names of a directory.
    public interface Visitor {
        /// Looks at one.
        void visit(String name) throws OsException;
    }

    /// Visits the names in it, without `.` and `..`, in the order of the file system. Only for a directory that was
    /// opened for listing.
    public void walk(Visitor visitor) throws OsException {
        Kernel.require(SystemCall.LSEEK, path, descriptor(), 0, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ENTRIES, 8);
            long length = entries(buffer);
            while (length > 0) {
                for (long at = 0; at < length; at += Short.toUnsignedInt(buffer.get(JAVA_SHORT, at + 16))) {
                    String name = LibraryCalls.text(buffer.asSlice(at + 19, 1));
                    if (!name.equals(".") && !name.equals("..")) {
                        visitor.visit(name);
                    }
                }
                length = entries(buffer);
            }
        }
    }

    private long entries(MemorySegment buffer) throws OsException {
        return Kernel.require(SystemCall.GETDENTS64, path, descriptor(), buffer.address(), buffer.byteSize());
    }

    /// Waits until new and removed names are on the disk. Only for a directory that was opened for listing.
    public void sync() throws OsException {
        Kernel.require(SystemCall.FSYNC, path, descriptor());
    }

    /// Closes the descriptor once; further calls do nothing.
    @Override
    public void close() {
        if (open) {
            open = false;
            Kernel.call(SystemCall.CLOSE, descriptor);
        }
    }

    private int descriptor() {
        if (!open) {
            throw new IllegalStateException(path + " is closed");
        }
        return descriptor;
    }

    private String join(String name) {
        return path.endsWith("/") ? path + name : path + "/" + name;
    }

    private static String component(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not the name of a file in a directory");
        }
        return name;
    }

    private static int openDescriptor(long directory, String name, String path, int flags, int mode)
            throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Kernel.text(arena, name);
            return (int) Kernel.require(SystemCall.OPENAT, path, directory, text.address(), flags, mode);
        }
    }
}
