package org.postern.os;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Clock;

/// Accounts that remembers for two seconds what was answered about a name, and the groups of an account.
///
/// A name service opens dozens of files for each question, and a busy server asks about the same user a thousand times
/// a second. Only what was answered is kept, never that nobody answered. An account that is taken away, or leaves a
/// group, keeps its mail and its rights to files for these two seconds (decision 0006); passwords are never asked here.
public final class RecentAccounts implements Accounts {
    private static final long KEPT_NANOS = 2_000_000_000L;
    private static final int MOST = 1000;

    private final Accounts all;
    private final Clock clock;
    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Account, Groups> groups = new ConcurrentHashMap<>();

    private record Known(AccountAnswer<Account> answer, long nanos) {}

    private record Groups(List<Integer> numbers, long nanos) {}

    /// @param all who is asked
    public RecentAccounts(Accounts all, Clock clock) {
        this.all = all;
        this.clock = clock;
    }

    @Override
    public AccountAnswer<Account> byName(String name) {
        long now = clock.nanoTime();
        Known before = known.get(name);
        if (before != null && now - before.nanos() < KEPT_NANOS) {
            return before.answer();
        }
        AccountAnswer<Account> answer = all.byName(name);
        if (AccountNames.isAskable(name) && !(answer instanceof AccountAnswer.Unavailable<Account>)) {
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(name, new Known(answer, now));
        }
        return answer;
    }

    @Override
    public AccountAnswer<Account> byUid(int uid) {
        return all.byUid(uid);
    }

    @Override
    public AccountAnswer<AccountGroup> groupByName(String name) {
        return all.groupByName(name);
    }

    @Override
    public AccountAnswer<AccountGroup> groupByGid(int gid) {
        return all.groupByGid(gid);
    }

    @Override
    public List<Integer> groupsOf(Account account) {
        long now = clock.nanoTime();
        Groups before = groups.get(account);
        if (before != null && now - before.nanos() < KEPT_NANOS) {
            return before.numbers();
        }
        List<Integer> numbers = all.groupsOf(account);
        if (groups.size() >= MOST) {
            groups.clear();
        }
        groups.put(account, new Groups(numbers, now));
        return numbers;
    }
}
