package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The POSIX access list of a file: users and groups that may do more than its mode tells (acl(5)).
///
/// @param entries those that name a user or a group, with the mask applied
public record AccessList(List<Entry> entries) {
    private static final int LARGEST = 1 << 16;
    private static final int VERSION = 2;
    private static final int ENTRY_BYTES = 8;
    private static final int USER = 0x02;
    private static final int GROUP = 0x08;
    private static final int MASK = 0x10;
    private static final int ALL = 7;

    /// Somebody who is named.
    ///
    /// @param group true for a group, false for a user
    /// @param id its number
    /// @param rights 4 reading, 2 writing, 1 executing, added
    public record Entry(boolean group, int id, int rights) {
        /// True with the right to write.
        public boolean writes() {
            return (rights & 2) != 0;
        }

        /// True with the right to read.
        public boolean reads() {
            return (rights & 4) != 0;
        }
    }

    public AccessList {
        entries = List.copyOf(entries);
    }

    /// What counts for the file itself; a symbolic link is not followed. Empty where there is no list, and where it
    /// cannot be read.
    public static AccessList of(String path) {
        return read(path, "system.posix_acl_access");
    }

    /// What new files in a directory get.
    public static AccessList ofNewFiles(String directory) {
        return read(directory, "system.posix_acl_default");
    }

    private static AccessList read(String path, String attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LARGEST, 8);
            long length = Kernel.call(
                    SystemCall.LGETXATTR,
                    Kernel.text(arena, path).address(),
                    Kernel.text(arena, attribute).address(),
                    buffer.address(),
                    LARGEST);
            return length <= 0
                    ? new AccessList(List.of())
                    : parse(buffer.asSlice(0, length).toArray(JAVA_BYTE));
        }
    }

    /// The form that the kernel keeps (linux/posix_acl_xattr.h); empty for another version.
    static AccessList parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < Integer.BYTES || in.getInt() != VERSION) {
            return new AccessList(List.of());
        }
        int mask = ALL;
        List<Entry> named = new ArrayList<>();
        while (in.remaining() >= ENTRY_BYTES) {
            int tag = in.getShort();
            int rights = in.getShort() & ALL;
            int id = in.getInt();
            if (tag == MASK) {
                mask = rights;
            } else if (tag == USER || tag == GROUP) {
                named.add(new Entry(tag == GROUP, id, rights));
            }
        }
        int allowed = mask;
        return new AccessList(named.stream()
                .map(entry -> new Entry(entry.group(), entry.id(), entry.rights() & allowed))
                .toList());
    }
}
