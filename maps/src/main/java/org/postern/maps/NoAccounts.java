package org.postern.maps;

import java.util.List;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;

/// A machine without accounts, for programs that need no maps of class `user`.
final class NoAccounts implements Accounts {
    @Override
    public AccountAnswer<Account> byName(String name) {
        return new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<Account> byUid(int uid) {
        return new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<AccountGroup> groupByName(String name) {
        return new AccountAnswer.Absent<>();
    }

    @Override
    public AccountAnswer<AccountGroup> groupByGid(int gid) {
        return new AccountAnswer.Absent<>();
    }

    @Override
    public List<Integer> groupsOf(Account account) {
        return List.of(account.gid());
    }
}
