package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The room in a file system (statfs(2)).
///
/// The run-time would look for the file system in the table of mounts, where it is not when the root of the process is
/// an ordinary directory (chroot).
///
/// @param blockSize bytes of one block
/// @param blocks all blocks
/// @param freeBlocks blocks free for ordinary users: what sendmail's `MinFreeBlocks` counts
/// @param files all file numbers (inodes); 0 where the file system does not count them
/// @param freeFiles free file numbers
public record FileSystemSpace(long blockSize, long blocks, long freeBlocks, long files, long freeFiles) {
    /// Asks for the file system that holds `path`.
    public static FileSystemSpace of(String path) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256, 8);
            MemorySegment text = Kernel.text(arena, path);
            Kernel.require(SystemCall.STATFS, path, text.address(), buffer.address());
            return new FileSystemSpace(
                    buffer.get(JAVA_LONG, 8),
                    buffer.get(JAVA_LONG, 16),
                    buffer.get(JAVA_LONG, 32),
                    buffer.get(JAVA_LONG, 40),
                    buffer.get(JAVA_LONG, 48));
        }
    }

    /// Bytes free for ordinary users.
    public long freeBytes() {
        return freeBlocks * blockSize;
    }
}
