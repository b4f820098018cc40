package org.postern.os;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Clock;

/// Accounts that remembers for two seconds what was answered about a name.
///
/// A name service opens a dozen files for each question, and a busy server asks about the same sender a thousand times
/// a second. Only what was answered is kept, never that nobody answered. For decisions about rights the data base
/// itself is asked, not this: an account may be gone for two seconds already.
public final class RecentAccounts implements Accounts {
    private static final long KEPT_NANOS = 2_000_000_000L;
    private static final int MOST = 1000;

    private final Accounts all;
    private final Clock clock;
    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();

    private record Known(AccountAnswer<Account> answer, long nanos) {}

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
        return all.groupsOf(account);
    }
}
