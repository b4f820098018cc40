package org.postern.helper;

import java.util.regex.Pattern;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;

/// Decides anew for every request whether there is such a user and as whom his mailbox is written.
final class MailboxAuthority {
    /// What was decided.
    sealed interface Decision {
        /// Write the file `name` in `directory` as `identity`; a file that is there must belong to `owner`.
        record Granted(Identity identity, int owner, String directory, String name) implements Decision {}

        /// Do nothing and say so.
        record Denied(HelperAnswer answer) implements Decision {}
    }

    /// What may be the name of a mailbox file: no path, no hidden file, no option, nothing that a shell would notice.
    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+$-]{0,63}");

    private static final String LOCK_ENDING = ".lock";

    private final Accounts accounts;

    MailboxAuthority(Accounts accounts) {
        this.accounts = accounts;
    }

    /// A mailbox in a directory for all.
    Decision decide(MailboxRules.InDirectory rules, String user, OpenDirectory directory) throws OsException {
        if (isNoName(user)) {
            return unknown(user);
        }
        FileStatus status = directory.status();
        return switch (rules) {
            case MailboxRules.OfSystemUsers _ ->
                systemUser(
                        user,
                        (account, identity) -> new Decision.Granted(
                                withDirectoryGroup(identity, status),
                                account.uid(),
                                rules.directory(),
                                account.name()));
            case MailboxRules.OfVirtualUsers _ -> virtualUser(user, rules.directory(), status);
        };
    }

    /// A mailbox in the home directory of the user, which is reached and written with no rights but his.
    Decision decide(MailboxRules.InHome rules, String user) {
        return isNoName(user)
                ? unknown(user)
                : systemUser(
                        user,
                        (account, identity) ->
                                new Decision.Granted(identity, account.uid(), account.home(), rules.name()));
    }

    private static boolean isNoName(String user) {
        return !SAFE_NAME.matcher(user).matches() || user.endsWith(LOCK_ENDING);
    }

    /// What is granted to the user of an account.
    @FunctionalInterface
    private interface Grant {
        Decision.Granted to(Account account, Identity identity);
    }

    private Decision systemUser(String user, Grant grant) {
        return switch (accounts.byName(user)) {
            case AccountAnswer.Absent<Account> _ -> unknown(user);
            case AccountAnswer.Unavailable<Account>(OsException cause) ->
                later("cannot look up " + user + ": " + cause.reason());
            case AccountAnswer.Found<Account>(Account account) -> account(account, grant);
        };
    }

    private Decision account(Account account, Grant grant) {
        if (account.uid() == 0) {
            // it waits: the administrator names a person, and nothing was lost
            return new Decision.Denied(new HelperAnswer.Temporary(
                    SysExit.TEMPORARY_FAILURE,
                    "4.7.0",
                    account.name() + " is uid 0: mail is not delivered as root; name a person in the alias file"));
        }
        Identity own = ProcessIdentity.effective();
        if (!own.isRoot()) {
            return own.uid() == account.uid()
                    ? grant.to(account, own)
                    : later("this process is not root and cannot deliver as " + account.name());
        }
        Identity user = accounts.identityOf(account);
        if (user.isRoot()) {
            return later("identity of " + account.name());
        }
        return grant.to(account, user);
    }

    /// A mail directory of root that a group may write (Debian: `root:mail 2775`) needs that group for the dot lock
    /// and for a new mailbox. No other directory lends its group.
    private static Identity withDirectoryGroup(Identity user, FileStatus directory) {
        boolean lends = ProcessIdentity.isRoot()
                && directory.uid() == 0
                && directory.gid() != 0
                && directory.has(FileStatus.GROUP_WRITE);
        return lends ? user.withGroup(directory.gid()) : user;
    }

    private static Decision virtualUser(String user, String path, FileStatus directory) {
        Identity own = ProcessIdentity.effective();
        return directory.uid() == own.uid()
                ? new Decision.Granted(own, own.uid(), path, user)
                : later("the mailbox directory belongs to somebody else");
    }

    private static Decision unknown(String user) {
        return new Decision.Denied(new HelperAnswer.Failed(SysExit.NO_USER, "5.1.1", "User unknown: " + user));
    }

    private static Decision later(String why) {
        return new Decision.Denied(new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", why));
    }
}
