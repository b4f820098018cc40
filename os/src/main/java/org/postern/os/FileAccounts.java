package org.postern.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.base.SystemClock;

/// Accounts from plain files in the form of `/etc/passwd` and `/etc/group` (passwd(5), group(5)).
///
/// The twin of the system's accounts for tests, jails and hosts without a name service. A changed file is seen at the
/// next question: what was read is kept only while the file is the same ([FileReading]). Lines that are not entries are
/// passed over; of two entries with one name or number the first counts.
public final class FileAccounts implements Accounts {
    private final FileReading<Users> passwd;
    private final FileReading<Groups> group;

    /// @param largestFile bytes; a longer file counts as unavailable
    public FileAccounts(Path passwd, Path group, long largestFile) {
        this(passwd, group, largestFile, new SystemClock());
    }

    /// @param largestFile bytes; a longer file counts as unavailable
    /// @param clock tells which changes are so young that another may follow unseen
    public FileAccounts(Path passwd, Path group, long largestFile, Clock clock) {
        this.passwd = new FileReading<>(passwd, largestFile, clock, Users::of);
        this.group = new FileReading<>(group, largestFile, clock, Groups::of);
    }

    @Override
    public AccountAnswer<Account> byName(String name) {
        return answer(passwd, users -> users.byName().get(name));
    }

    @Override
    public AccountAnswer<Account> byUid(int uid) {
        return answer(passwd, users -> users.byUid().get(uid));
    }

    @Override
    public AccountAnswer<AccountGroup> groupByName(String name) {
        return answer(group, groups -> groups.byName().get(name));
    }

    @Override
    public AccountAnswer<AccountGroup> groupByGid(int gid) {
        return answer(group, groups -> groups.byGid().get(gid));
    }

    @Override
    public List<Integer> groupsOf(Account account) {
        List<Integer> groups = new ArrayList<>();
        groups.add(account.gid());
        try {
            for (AccountGroup entry : group.content().all()) {
                if (entry.members().contains(account.name()) && !groups.contains(entry.gid())) {
                    groups.add(entry.gid());
                }
            }
        } catch (IOException e) {
            return List.of(account.gid());
        }
        return List.copyOf(groups);
    }

    private static <C, T> AccountAnswer<T> answer(FileReading<C> file, Function<C, @Nullable T> find) {
        try {
            @Nullable T entry = find.apply(file.content());
            return entry == null ? new AccountAnswer.Absent<>() : new AccountAnswer.Found<>(entry);
        } catch (IOException e) {
            return new AccountAnswer.Unavailable<>(
                    new OsException(Errno.EIO, "read", file.path().toString()));
        }
    }

    /// The entries of a passwd file.
    private record Users(Map<String, Account> byName, Map<Integer, Account> byUid) {
        static Users of(List<String> lines) {
            Users users = new Users(new HashMap<>(), new HashMap<>());
            for (String line : lines) {
                account(line).ifPresent(account -> {
                    users.byName.putIfAbsent(account.name(), account);
                    users.byUid.putIfAbsent(account.uid(), account);
                });
            }
            return users;
        }
    }

    /// The entries of a group file.
    private record Groups(List<AccountGroup> all, Map<String, AccountGroup> byName, Map<Integer, AccountGroup> byGid) {
        static Groups of(List<String> lines) {
            Groups groups = new Groups(new ArrayList<>(), new HashMap<>(), new HashMap<>());
            for (String line : lines) {
                group(line).ifPresent(entry -> {
                    groups.all.add(entry);
                    groups.byName.putIfAbsent(entry.name(), entry);
                    groups.byGid.putIfAbsent(entry.gid(), entry);
                });
            }
            return groups;
        }
    }

    private static Optional<Account> account(String line) {
        String[] fields = line.split(":", -1);
        Optional<Integer> uid = fields.length == 7 ? number(fields[2]) : Optional.empty();
        Optional<Integer> gid = fields.length == 7 ? number(fields[3]) : Optional.empty();
        return uid.isEmpty() || gid.isEmpty() || !AccountNames.isAskable(fields[0])
                ? Optional.empty()
                : Optional.of(new Account(fields[0], uid.get(), gid.get(), fields[4], fields[5], fields[6]));
    }

    private static Optional<AccountGroup> group(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length != 4 || !AccountNames.isAskable(fields[0])) {
            return Optional.empty();
        }
        List<String> members = new ArrayList<>();
        for (String member : fields[3].split(",", -1)) {
            if (!member.isEmpty()) {
                members.add(member);
            }
        }
        return number(fields[2]).map(gid -> new AccountGroup(fields[0], gid, members));
    }

    private static Optional<Integer> number(String digits) {
        try {
            return digits.startsWith("+") ? Optional.empty() : Optional.of(Integer.parseUnsignedInt(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
