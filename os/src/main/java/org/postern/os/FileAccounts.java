package org.postern.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.postern.base.Ascii;

/// Accounts from plain files in the form of `/etc/passwd` and `/etc/group` (passwd(5), group(5)).
///
/// The twin of the system's accounts for tests, jails and hosts without a name service. The files are read at every
/// question, so that a changed file is seen; lines that are not entries are passed over.
public final class FileAccounts implements Accounts {
    private final Path passwd;
    private final Path group;
    private final long largestFile;

    /// @param largestFile bytes; a longer file counts as unavailable
    public FileAccounts(Path passwd, Path group, long largestFile) {
        this.passwd = passwd;
        this.group = group;
        this.largestFile = largestFile;
    }

    @Override
    public AccountAnswer<Account> byName(String name) {
        return AccountNames.isAskable(name)
                ? first(passwd, FileAccounts::account, account -> account.name().equals(name))
                : new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<Account> byUid(int uid) {
        return first(passwd, FileAccounts::account, account -> account.uid() == uid);
    }

    @Override
    public AccountAnswer<AccountGroup> groupByName(String name) {
        return AccountNames.isAskable(name)
                ? first(group, FileAccounts::group, entry -> entry.name().equals(name))
                : new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<AccountGroup> groupByGid(int gid) {
        return first(group, FileAccounts::group, entry -> entry.gid() == gid);
    }

    @Override
    public List<Integer> groupsOf(Account account) {
        List<Integer> groups = new ArrayList<>();
        groups.add(account.gid());
        try {
            for (String line : lines(group)) {
                group(line)
                        .filter(entry -> entry.members().contains(account.name()))
                        .map(AccountGroup::gid)
                        .filter(gid -> !groups.contains(gid))
                        .ifPresent(groups::add);
            }
        } catch (IOException e) {
            return List.of(account.gid());
        }
        return List.copyOf(groups);
    }

    private <T> AccountAnswer<T> first(Path file, Function<String, Optional<T>> parser, Predicate<T> wanted) {
        try {
            for (String line : lines(file)) {
                Optional<T> entry = parser.apply(line).filter(wanted);
                if (entry.isPresent()) {
                    return new AccountAnswer.Found<>(entry.get());
                }
            }
            return new AccountAnswer.Absent<>();
        } catch (IOException e) {
            return new AccountAnswer.Unavailable<>(new OsException(Errno.EIO, "read", file.toString()));
        }
    }

    private List<String> lines(Path file) throws IOException {
        if (Files.size(file) > largestFile) {
            throw new OsException(Errno.EFBIG, "read", file.toString());
        }
        return List.of(Ascii.text(Files.readAllBytes(file)).split("\n", -1));
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
