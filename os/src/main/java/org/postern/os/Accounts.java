package org.postern.os;

import java.util.List;

/// The users and groups of the host.
///
/// Names are compared byte by byte. A name that is empty, longer than 256 bytes or holds `:`, `/`, NUL or a control
/// character is absent without a question to the system.
public interface Accounts {
    /// The account of that name.
    AccountAnswer<Account> byName(String name);

    /// The account of that number.
    AccountAnswer<Account> byUid(int uid);

    /// The group of that name.
    AccountAnswer<AccountGroup> groupByName(String name);

    /// The group of that number.
    AccountAnswer<AccountGroup> groupByGid(int gid);

    /// The groups of a user as `initgroups` would set them: the account's own group and all that name it.
    List<Integer> groupsOf(Account account);

    /// The whole identity of a user.
    default Identity identityOf(Account account) {
        return new Identity(account.uid(), account.gid(), groupsOf(account));
    }

    /// The accounts of this host through the C library and its name service.
    static Accounts system() {
        return new SystemAccounts();
    }
}
