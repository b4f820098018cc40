package org.postern.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Accounts through `getpwnam_r` and its relatives, so that every name service of the host is asked.
final class SystemAccounts implements Accounts {
    private static final long PASSWD_SIZE = 48;
    private static final long GROUP_SIZE = 32;
    private static final long FIRST_BUFFER = 4096;
    private static final long LARGEST_BUFFER = 4 * 1024 * 1024;
    private static final int FIRST_GROUPS = 64;
    private static final int MOST_GROUPS = 65_536;

    private static final FunctionDescriptor BY_NAME =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final FunctionDescriptor BY_NUMBER =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    /// Linking a function of the library takes a moment: each kind is linked when it is first wanted.
    private static final class ByName {
        private static final MethodHandle GETPWNAM = LibraryCalls.function("getpwnam_r", BY_NAME);
        private static final MethodHandle GETGRNAM = LibraryCalls.function("getgrnam_r", BY_NAME);
    }

    private static final class ByNumber {
        private static final MethodHandle GETPWUID = LibraryCalls.function("getpwuid_r", BY_NUMBER);
        private static final MethodHandle GETGRGID = LibraryCalls.function("getgrgid_r", BY_NUMBER);
    }

    private static final class Lists {
        private static final MethodHandle GETGROUPLIST = LibraryCalls.function(
                "getgrouplist", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    }

    @Override
    public AccountAnswer<Account> byName(String name) {
        return AccountNames.isAskable(name)
                ? ask("getpwnam", name, PASSWD_SIZE, SystemAccounts::account, call(ByName.GETPWNAM, name))
                : new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<Account> byUid(int uid) {
        return ask(
                "getpwuid",
                Integer.toUnsignedString(uid),
                PASSWD_SIZE,
                SystemAccounts::account,
                call(ByNumber.GETPWUID, uid));
    }

    @Override
    public AccountAnswer<AccountGroup> groupByName(String name) {
        return AccountNames.isAskable(name)
                ? ask("getgrnam", name, GROUP_SIZE, SystemAccounts::group, call(ByName.GETGRNAM, name))
                : new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<AccountGroup> groupByGid(int gid) {
        return ask(
                "getgrgid",
                Integer.toUnsignedString(gid),
                GROUP_SIZE,
                SystemAccounts::group,
                call(ByNumber.GETGRGID, gid));
    }

    @Override
    public List<Integer> groupsOf(Account account) {
        for (int room = FIRST_GROUPS; ; room = MOST_GROUPS) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment groups = arena.allocate(JAVA_INT, room);
                MemorySegment count = arena.allocate(JAVA_INT);
                count.set(JAVA_INT, 0, room);
                MemorySegment capture = arena.allocate(Kernel.captureLayout());
                int result = (int) Lists.GETGROUPLIST.invokeExact(
                        capture, Kernel.text(arena, account.name()), account.gid(), groups, count);
                int found = count.get(JAVA_INT, 0);
                if (result >= 0 && found >= 0 && found <= room) {
                    return numbers(groups, found);
                }
            } catch (Throwable e) {
                throw LibraryCalls.unexpected(e);
            }
            if (room == MOST_GROUPS) {
                return List.of(account.gid());
            }
        }
    }

    private static List<Integer> numbers(MemorySegment groups, int count) {
        List<Integer> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(groups.getAtIndex(JAVA_INT, i));
        }
        return List.copyOf(numbers);
    }

    /// One question with its key already bound; the result is an error number, 0 when the question was answered.
    private interface Question {
        int ask(Arena arena, MemorySegment entry, MemorySegment buffer, MemorySegment result) throws Throwable;
    }

    private static Question call(MethodHandle function, String name) {
        return (arena, entry, buffer, result) -> (int) function.invokeExact(
                arena.allocate(Kernel.captureLayout()),
                Kernel.text(arena, name),
                entry,
                buffer,
                buffer.byteSize(),
                result);
    }

    private static Question call(MethodHandle function, int number) {
        return (arena, entry, buffer, result) -> (int) function.invokeExact(
                arena.allocate(Kernel.captureLayout()), number, entry, buffer, buffer.byteSize(), result);
    }

    private static <T> AccountAnswer<T> ask(
            String operation, String key, long entrySize, Function<MemorySegment, T> reader, Question question) {
        for (long size = FIRST_BUFFER; size <= LARGEST_BUFFER; size *= 4) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(entrySize, 8);
                MemorySegment result = arena.allocate(ADDRESS);
                int errno = question.ask(arena, entry, arena.allocate(size, 8), result);
                if (errno == 0 && result.get(ADDRESS, 0).address() != 0) {
                    return new AccountAnswer.Found<>(reader.apply(entry));
                }
                // Name services report a missing name in several ways (getpwnam(3)).
                if (errno == 0 || errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.EPERM) {
                    return new AccountAnswer.Absent<>();
                }
                if (errno != Errno.ERANGE) {
                    return new AccountAnswer.Unavailable<>(new OsException(errno, operation, key));
                }
            } catch (Throwable e) {
                throw LibraryCalls.unexpected(e);
            }
        }
        return new AccountAnswer.Unavailable<>(new OsException(Errno.ERANGE, operation, key));
    }

    private static Account account(MemorySegment entry) {
        return new Account(
                LibraryCalls.text(entry.get(ADDRESS, 0)),
                entry.get(JAVA_INT, 16),
                entry.get(JAVA_INT, 20),
                LibraryCalls.text(entry.get(ADDRESS, 24)),
                LibraryCalls.text(entry.get(ADDRESS, 32)),
                LibraryCalls.text(entry.get(ADDRESS, 40)));
    }

    @SuppressWarnings("restricted")
    private static AccountGroup group(MemorySegment entry) {
        List<String> members = new ArrayList<>();
        MemorySegment list = entry.get(ADDRESS, 24);
        if (list.address() != 0) {
            MemorySegment pointers = list.reinterpret(Long.MAX_VALUE);
            for (long i = 0; i < MOST_GROUPS && pointers.getAtIndex(ADDRESS, i).address() != 0; i++) {
                members.add(LibraryCalls.text(pointers.getAtIndex(ADDRESS, i)));
            }
        }
        return new AccountGroup(LibraryCalls.text(entry.get(ADDRESS, 0)), entry.get(JAVA_INT, 16), members);
    }
}
