package org.postern.helper;

import java.util.List;
import java.util.Optional;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.OsException;

/// As whom the network process runs when the helper is root.
public sealed interface NetworkAccount {
    /// The accounts that are looked for when `RunAsUser` is not set: Debian's own, then ours.
    List<String> USUAL = List.of("smmta", "postern");

    /// An ordinary account was found.
    ///
    /// @param name for the log
    /// @param identity never root, and without supplementary groups
    /// @param fromRunAsUser true when the option names it, so that the helper becomes it too
    record Chosen(String name, Identity identity, boolean fromRunAsUser) implements NetworkAccount {
        public Chosen {
            if (identity.isRoot() || identity.gid() == 0) {
                throw new IllegalArgumentException("the network process never runs as root or in root's group");
            }
        }
    }

    /// There is none: what to tell the administrator.
    record Missing(String message) implements NetworkAccount {}

    /// Finds the account.
    ///
    /// @param runAsUser the option's value: `user`, `user:group` or `user.group`, by name or number; empty when it
    ///     is not set. A value that means root counts as not set, because root is what this process never is.
    static NetworkAccount choose(String runAsUser, Accounts accounts) {
        if (!runAsUser.isEmpty()) {
            Optional<NetworkAccount> configured = configured(runAsUser, accounts);
            if (configured.isPresent()) {
                return configured.get();
            }
        }
        for (String name : USUAL) {
            switch (accounts.byName(name)) {
                case AccountAnswer.Found<Account>(Account account) -> {
                    if (account.uid() != 0 && account.gid() != 0) {
                        return new Chosen(account.name(), new Identity(account.uid(), account.gid(), List.of()), false);
                    }
                }
                case AccountAnswer.Absent<Account> _ -> {}
                case AccountAnswer.Unavailable<Account>(OsException cause) -> {
                    return new Missing("cannot look up the account " + name + ": " + cause.reason());
                }
            }
        }
        return new Missing("no account for the network process: neither RunAsUser nor the account smmta or postern is"
                + " there. Create one:  useradd --system --user-group --no-create-home --home-dir /nonexistent"
                + " --shell /usr/sbin/nologin smmta");
    }

    /// Empty when the option means root.
    private static Optional<NetworkAccount> configured(String runAsUser, Accounts accounts) {
        int split = runAsUser.indexOf(':');
        if (split < 0 && accounts.byName(runAsUser).found().isEmpty()) {
            split = runAsUser.indexOf('.');
        }
        String userName = split < 0 ? runAsUser : runAsUser.substring(0, split);
        String groupName = split < 0 ? "" : runAsUser.substring(split + 1);
        Optional<Account> account = account(userName, accounts);
        if (account.isEmpty()) {
            return Optional.of(new Missing("readcf: option RunAsUser: unknown user " + userName));
        }
        Optional<Integer> gid = groupName.isEmpty() ? account.map(Account::gid) : group(groupName, accounts);
        if (gid.isEmpty()) {
            return Optional.of(new Missing("readcf: option RunAsUser: unknown group " + groupName));
        }
        int uid = account.get().uid();
        if (uid == 0) {
            return Optional.empty();
        }
        return Optional.of(
                gid.get() == 0
                        ? new Missing("option RunAsUser: group 0 is not for the network process")
                        : new Chosen(userName, new Identity(uid, gid.get(), List.of()), true));
    }

    private static Optional<Account> account(String name, Accounts accounts) {
        return accounts.byName(name)
                .found()
                .or(() -> number(name).flatMap(uid -> accounts.byUid(uid).found()));
    }

    private static Optional<Integer> group(String name, Accounts accounts) {
        return accounts.groupByName(name).found().map(AccountGroup::gid).or(() -> number(name));
    }

    private static Optional<Integer> number(String digits) {
        try {
            boolean plain = !digits.isEmpty() && Character.isDigit(digits.charAt(0));
            return plain ? Optional.of(Integer.parseUnsignedInt(digits)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
