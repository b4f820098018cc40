package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What the kernel says about one file (statx(2)), taken from a descriptor or from a name below a directory
/// descriptor.
///
/// @param mode the permission bits with set-user-ID, set-group-ID and sticky bit, 0 to 07777
/// @param links number of names in the file system
/// @param size bytes
/// @param device the device that holds the file, as major and minor number in one
/// @param modifiedSeconds time of the last change of the content, seconds since 1970
public record FileStatus(
        Kind kind, int mode, int uid, int gid, long links, long size, long device, long inode, long modifiedSeconds) {
    /// The kinds of files.
    public enum Kind {
        FIFO(1),
        CHARACTER_DEVICE(2),
        DIRECTORY(4),
        BLOCK_DEVICE(6),
        REGULAR(8),
        SYMBOLIC_LINK(10),
        SOCKET(12);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }

        private static Kind of(int mode) {
            for (Kind kind : values()) {
                if (kind.bits == (mode >> 12 & 15)) {
                    return kind;
                }
            }
            throw new IllegalStateException("file mode " + Integer.toOctalString(mode));
        }
    }

    public static final int SET_USER_ID = 04000;
    public static final int SET_GROUP_ID = 02000;
    public static final int STICKY = 01000;
    public static final int GROUP_READ = 0040;
    public static final int GROUP_WRITE = 0020;
    public static final int WORLD_READ = 0004;
    public static final int WORLD_WRITE = 0002;
    public static final int ANY_EXECUTE = 0111;

    private static final long STATX_SIZE = 256;
    private static final long BASIC = 0x7ff;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long AT_SYMLINK_NOFOLLOW = 0x100;

    /// True when one of the bits is set.
    public boolean has(int bits) {
        return (mode & bits) != 0;
    }

    /// True when both describe the same file, unchanged in its names and owner: sendmail's test after opening.
    public boolean isSameFile(FileStatus other) {
        return device == other.device
                && inode == other.inode
                && links == other.links
                && uid == other.uid
                && gid == other.gid
                && kind == other.kind;
    }

    /// The status of an open descriptor.
    static FileStatus ofDescriptor(int descriptor, String path) throws OsException {
        return statx(descriptor, "", AT_EMPTY_PATH, path);
    }

    /// The status of a name below a directory; a symbolic link is not followed.
    static FileStatus ofName(int directory, String name, String path) throws OsException {
        return statx(directory, name, AT_SYMLINK_NOFOLLOW, path);
    }

    private static FileStatus statx(int descriptor, String name, long flags, String path) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(STATX_SIZE, 8);
            MemorySegment text = Kernel.text(arena, name);
            Kernel.require(SystemCall.STATX, path, descriptor, text.address(), flags, BASIC, buffer.address());
            int mode = Short.toUnsignedInt(buffer.get(JAVA_SHORT, 28));
            long device = Integer.toUnsignedLong(buffer.get(JAVA_INT, 136)) << 32
                    | Integer.toUnsignedLong(buffer.get(JAVA_INT, 140));
            return new FileStatus(
                    Kind.of(mode),
                    mode & 07777,
                    buffer.get(JAVA_INT, 20),
                    buffer.get(JAVA_INT, 24),
                    Integer.toUnsignedLong(buffer.get(JAVA_INT, 16)),
                    buffer.get(JAVA_LONG, 40),
                    device,
                    buffer.get(JAVA_LONG, 32),
                    buffer.get(JAVA_LONG, 112));
        }
    }
}
