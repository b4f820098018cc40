package org.postern.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;

/// Who this process is, and how it becomes less.
public final class ProcessIdentity {
    private static final int PR_SET_DUMPABLE = 4;
    private static final int MAX_GROUPS = 65_536;
    private static final int MOST_DIGITS = 10;

    private ProcessIdentity() {}

    /// The effective user, group and the supplementary groups of the calling thread, which are the process's
    /// unless a [UserThread] asks.
    public static Identity effective() {
        return new Identity(effectiveUserId(), (int) Kernel.call(SystemCall.GETEGID), groups());
    }

    /// The effective user number.
    public static int effectiveUserId() {
        return (int) Kernel.call(SystemCall.GETEUID);
    }

    /// The real user number: who started this program.
    public static int realUserId() {
        List<String> ids = reported("Uid:");
        return ids.isEmpty() ? (int) Kernel.call(SystemCall.GETUID) : Integer.parseUnsignedInt(ids.getFirst());
    }

    /// The real group number.
    public static int realGroupId() {
        return (int) Kernel.call(SystemCall.GETGID);
    }

    /// True for effective user number 0.
    public static boolean isRoot() {
        return effectiveUserId() == 0;
    }

    /// Sets the mask for new files of the whole process.
    ///
    /// @return the former mask
    public static int umask(int mask) {
        return (int) Kernel.call(SystemCall.UMASK, mask);
    }

    /// Gives this process the name that `ps`, `top` and `pgrep` show: at most 15 bytes of it. Where the kernel does not
    /// take it the process stays `java`; nothing depends on it.
    public static void showAs(String name) {
        try {
            Files.writeString(Path.of("/proc/self/comm"), name, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // A jail without /proc.
        }
    }

    /// Forbids core files and the inspection of this process by others of the same user (`ptrace`,
    /// `/proc/PID/mem`).
    public static void forbidInspection() throws OsException {
        Kernel.require(SystemCall.PRCTL, "PR_SET_DUMPABLE", PR_SET_DUMPABLE, 0, 0, 0, 0);
    }

    /// Becomes somebody else in all threads, with real, effective and saved ids, and for ever. Reads back what the
    /// kernel made of it and proves that user 0 cannot be had again.
    ///
    /// On an exception the process may be half changed and must end.
    ///
    /// @throws OsException when a change is refused or incomplete
    public static void becomeForEver(Identity identity) throws OsException {
        if (identity.isRoot()) {
            throw new OsException(Errno.EPERM, "setresuid", "0");
        }
        WholeProcess.setGroups(identity.groups());
        WholeProcess.set(WholeProcess.SETRESGID, "setresgid", identity.gid());
        WholeProcess.set(WholeProcess.SETRESUID, "setresuid", identity.uid());
        requireAll(identity, identity.uid());
        if (Kernel.call(SystemCall.SETRESUID, 0, 0, 0) >= 0) {
            throw new OsException(Errno.EPERM, "setresuid", "root could be regained");
        }
    }

    /// Gives up for ever what a set-user-ID or set-group-ID bit gave to this process: real, effective and saved ids
    /// become the real ones, those of the caller. Supplementary groups are the caller's anyway.
    ///
    /// @return false when there was nothing to give up
    /// @throws OsException when it cannot be given up
    public static boolean dropSetIds() throws OsException {
        if (hasOneIdentity()) {
            return false;
        }
        int uid = realUserId();
        int gid = realGroupId();
        List<Integer> uids = List.of(uid, uid, uid);
        List<Integer> gids = List.of(gid, gid, gid);
        if (triple(SystemCall.GETRESUID).equals(uids)
                && triple(SystemCall.GETRESGID).equals(gids)) {
            return false;
        }
        WholeProcess.set(WholeProcess.SETRESGID, "setresgid", gid);
        WholeProcess.set(WholeProcess.SETRESUID, "setresuid", uid);
        if (!triple(SystemCall.GETRESUID).equals(uids)
                || !triple(SystemCall.GETRESGID).equals(gids)) {
            throw new OsException(Errno.EPERM, "setresuid", Integer.toUnsignedString(uid));
        }
        return true;
    }

    /// True when the kernel's report says that the ids of this process are the same throughout.
    private static boolean hasOneIdentity() {
        return allTheSame(reported("Uid:")) && allTheSame(reported("Gid:"));
    }

    private static boolean allTheSame(List<String> ids) {
        for (String id : ids) {
            if (!id.equals(ids.getFirst())) {
                return false;
            }
        }
        return !ids.isEmpty();
    }

    /// The real, effective, saved and file system id of the calling thread in the kernel's report; nothing when it does
    /// not say so clearly. It costs little, where the first native call of a program costs a tenth of a second.
    private static List<String> reported(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(name)) {
                    List<String> ids =
                            List.of(line.substring(name.length()).strip().split("\t", -1));
                    return ids.size() == 4 && areNumbers(ids) ? ids : List.of();
                }
            }
            return List.of();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean areNumbers(List<String> ids) {
        for (String id : ids) {
            if (id.isEmpty() || id.length() > MOST_DIGITS) {
                return false;
            }
            for (int i = 0; i < id.length(); i++) {
                if (!Ascii.isDigit(id.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Fails unless the calling thread has exactly these ids; the real and the saved user may differ from the
    /// effective one when `otherUids` says so.
    static void requireAll(Identity identity, int otherUids) throws OsException {
        List<Integer> uids = triple(SystemCall.GETRESUID);
        List<Integer> gids = triple(SystemCall.GETRESGID);
        boolean same = uids.equals(List.of(otherUids, identity.uid(), otherUids))
                && gids.equals(List.of(identity.gid(), identity.gid(), identity.gid()))
                && new Identity(identity.uid(), identity.gid(), groups()).equals(identity);
        if (!same) {
            throw new OsException(Errno.EPERM, "change of identity to", identity.toString());
        }
    }

    private static List<Integer> triple(SystemCall call) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ids = arena.allocate(JAVA_INT, 3);
            long at = ids.address();
            Kernel.require(call, "", at, at + 4, at + 8);
            return List.of(ids.getAtIndex(JAVA_INT, 0), ids.getAtIndex(JAVA_INT, 1), ids.getAtIndex(JAVA_INT, 2));
        }
    }

    static List<Integer> groups() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(JAVA_INT, MAX_GROUPS);
            long count = Kernel.call(SystemCall.GETGROUPS, MAX_GROUPS, list.address());
            List<Integer> groups = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                groups.add(list.getAtIndex(JAVA_INT, i));
            }
            return groups;
        }
    }

    static MemorySegment groupList(Arena arena, List<Integer> groups) {
        MemorySegment list = arena.allocate(JAVA_INT, Math.max(1, groups.size()));
        for (int i = 0; i < groups.size(); i++) {
            list.setAtIndex(JAVA_INT, i, groups.get(i));
        }
        return list;
    }

    /// The C library's own functions: they change every thread.
    private static final class WholeProcess {
        private static final FunctionDescriptor THREE = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        private static final MethodHandle SETRESUID = LibraryCalls.function("setresuid", THREE);
        private static final MethodHandle SETRESGID = LibraryCalls.function("setresgid", THREE);
        private static final MethodHandle SETGROUPS =
                LibraryCalls.function("setgroups", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));

        private static void set(MethodHandle function, String name, int id) throws OsException {
            int result;
            int errno;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment capture = arena.allocate(Kernel.captureLayout());
                result = (int) function.invokeExact(capture, id, id, id);
                errno = Kernel.errno(capture);
            } catch (Throwable e) {
                throw LibraryCalls.unexpected(e);
            }
            if (result != 0) {
                throw new OsException(errno, name, Integer.toUnsignedString(id));
            }
        }

        private static void setGroups(List<Integer> groups) throws OsException {
            int result;
            int errno;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment capture = arena.allocate(Kernel.captureLayout());
                result = (int) SETGROUPS.invokeExact(capture, (long) groups.size(), groupList(arena, groups));
                errno = Kernel.errno(capture);
            } catch (Throwable e) {
                throw LibraryCalls.unexpected(e);
            }
            if (result != 0) {
                throw new OsException(errno, "setgroups", "");
            }
        }
    }
}
