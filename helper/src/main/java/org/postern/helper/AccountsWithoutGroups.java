package org.postern.helper;

import java.util.List;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;

/// Accounts whose users have no groups but their own (option DontInitGroups), for hosts where the question who is in
/// which group costs much.
///
/// @param all the accounts of the host
record AccountsWithoutGroups(Accounts all) implements Accounts {
    @Override
    public AccountAnswer<Account> byName(String name) {
        return all.byName(name);
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
        return List.of(account.gid());
    }
}
