package org.postern.helper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.cf.BlameFlag;
import org.postern.cf.LookupResult;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.AddressList;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Errno;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;

/// Goes the way to a list itself and finds out whose rights its members have: the alias database as this process
/// reads it, the user's own `.forward` read as that user, and each `:include:` file only when the list before it
/// names it (sendmail op guide §4.1, §5.6 DefaultUser).
final class ListAuthority {
    private static final String INCLUDE = ":include:";
    private static final int LONGEST_LIST = 8 << 20;

    private final UserRules rules;
    private final UserReads reads;
    private final ShellList shells;
    private final EventSink events;

    ListAuthority(UserRules rules, UserReads reads, EventSink events) {
        this.rules = rules;
        this.reads = reads;
        this.shells = new ShellList(rules.shells(), rules.trusted());
        this.events = events;
    }

    /// Finds a list.
    ListFound find(ListOrigin origin) {
        if (!origin.includes().isEmpty()) {
            return switch (find(origin.parent())) {
                case ListFound.Text above -> include(above, origin.includes().getLast());
                case ListFound.Nothing nothing -> nothing;
                case ListFound.Denied denied -> denied;
            };
        }
        return switch (origin.root()) {
            case ALIAS -> alias(origin.name());
            case FORWARD -> forward(origin.name(), origin.detail());
        };
    }

    private ListFound alias(String name) {
        return switch (rules.aliases().apply(name)) {
            case LookupResult.NotFound() -> new ListFound.Nothing();
            case LookupResult.TemporaryFailure(String why) ->
                later("4.3.0", "alias database unavailable (" + why + ")");
            case LookupResult.Found(String value) -> {
                Optional<Rights> rights = defaultRights();
                yield rights.isEmpty()
                        ? later("4.3.5", "DefaultUser is root or nobody: programs and files of aliases wait")
                        : new ListFound.Text("", value, 0, AddressList.split(value), rights.get());
            }
        };
    }

    private Optional<Rights> defaultRights() {
        Identity own = ProcessIdentity.effective();
        Optional<Identity> user = own.isRoot() ? rules.defaultUser() : Optional.of(own);
        return user.filter(identity -> !identity.isRoot())
                .map(identity -> new Rights(rules.defaultName(), identity, "/", Rights.Mark.NONE, true));
    }

    private ListFound forward(String user, String detail) {
        return switch (rules.accounts().byName(user)) {
            case AccountAnswer.Absent<Account> _ -> new ListFound.Nothing();
            case AccountAnswer.Unavailable<Account>(OsException cause) ->
                later("4.3.0", "cannot look up " + user + ": " + cause.reason());
            case AccountAnswer.Found<Account>(Account account) -> forward(account, detail);
        };
    }

    private ListFound forward(Account account, String detail) {
        Identity own = ProcessIdentity.effective();
        Identity reader = own.isRoot() ? rules.accounts().identityOf(account) : own;
        List<String> paths = rules.forwardFiles(account, detail);
        List<ListFile.Result> results;
        try {
            results = reads.run(reader, () -> upToTheFirst(paths, reader, account.uid()));
        } catch (Exception e) {
            return trouble(String.join(":", paths), e);
        }
        for (int i = 0; i < results.size(); i++) {
            String path = paths.get(i);
            switch (results.get(i)) {
                case ListFile.Result.Read read -> {
                    return forwarding(path, account, reader, read);
                }
                case ListFile.Result.Refused(String reason) ->
                    events.accept(new HelperEvent.ForwardRefused(path, reason));
                case ListFile.Result.Failed(OsException cause) -> {
                    if (ListFile.passes(cause)) {
                        return later("4.2.0", "transient .forward open error: message queued (" + cause.reason() + ")");
                    }
                    if (cause.errno() != Errno.ENOENT && cause.errno() != Errno.ENOTDIR) {
                        events.accept(new HelperEvent.ForwardRefused(path, cause.reason()));
                    }
                }
            }
        }
        return new ListFound.Nothing();
    }

    /// What came of the files, up to the one that is read or that has a trouble which may pass.
    private List<ListFile.Result> upToTheFirst(List<String> paths, Identity reader, int owner) {
        List<ListFile.Result> results = new ArrayList<>(paths.size());
        for (String path : paths) {
            ListFile.Result result = new ListFile(ListFile.Kind.FORWARD, rules, LONGEST_LIST).read(path, reader, owner);
            results.add(result);
            boolean last = result instanceof ListFile.Result.Read
                    || (result instanceof ListFile.Result.Failed(OsException cause) && ListFile.passes(cause));
            if (last) {
                break;
            }
        }
        return results;
    }

    private ListFound forwarding(String path, Account account, Identity reader, ListFile.Result.Read read) {
        // Nothing runs as root: what root's own forwarding names has the rights of DefaultUser.
        Optional<Rights> rights = reader.isRoot()
                ? defaultRights().map(user -> new Rights(account.name(), user.identity(), "/", user.mark(), false))
                : Optional.of(new Rights(account.name(), reader, account.home(), Rights.Mark.NONE, false));
        if (rights.isEmpty()) {
            return later("4.3.5", "DefaultUser is root or nobody: programs and files of root wait");
        }
        Rights found = rights.get();
        if (!shells.accepts(account.name(), account.shell())) {
            found = found.marked(Rights.Mark.NO_SHELL);
        }
        return text(path, read, found);
    }

    private ListFound text(String path, ListFile.Result.Read read, Rights rights) {
        Rights marked = rights;
        if (read.unsafe() || (!ProcessIdentity.isRoot() && !rules.blames(BlameFlag.NON_ROOT_SAFE_ADDR))) {
            marked = rights.marked(Rights.Mark.UNSAFE);
        }
        FileStatus status = read.status();
        long stamp = status.inode() * 31 + status.size() * 1_000_003 + (status.modifiedSeconds() << 20);
        return new ListFound.Text(path, read.text(), stamp, AddressList.splitLines(read.text()), marked);
    }

    private ListFound include(ListFound.Text above, String path) {
        boolean named = above.members().stream().anyMatch(member -> path.equals(includePath(member)));
        if (!named || !path.startsWith("/")) {
            return named ? unreadable(path, "not an absolute name") : new ListFound.Nothing();
        }
        Identity reader = above.rights().identity();
        ListFile.Result result;
        try {
            result = reads.run(
                    reader,
                    () -> new ListFile(ListFile.Kind.INCLUDE, rules, LONGEST_LIST).read(path, reader, reader.uid()));
        } catch (Exception e) {
            return trouble(path, e);
        }
        return switch (result) {
            case ListFile.Result.Read read -> text(path, read, ownerRights(above.rights(), read));
            case ListFile.Result.Refused(String reason) -> unreadable(path, reason);
            case ListFile.Result.Failed(OsException cause) ->
                ListFile.passes(cause)
                        ? later("4.2.4", "Cannot open " + path + ": " + cause.reason())
                        : unreadable(path, cause.reason());
        };
    }

    private static String includePath(String member) {
        String text = AddressList.unquoted(member);
        return Ascii.startsIgnoringCase(text, INCLUDE)
                ? text.substring(INCLUDE.length()).strip()
                : "";
    }

    /// A list of an alias whose owner is beyond doubt acts as its owner, root's and all others as before.
    private Rights ownerRights(Rights above, ListFile.Result.Read read) {
        int uid = read.status().uid();
        boolean root = ProcessIdentity.isRoot();
        if (uid == above.identity().uid() || (uid == 0 && above.ofAlias())) {
            return above;
        }
        Optional<Account> owner = rules.accounts().byUid(uid).found();
        String unknown = "UID " + Integer.toUnsignedString(uid);
        Rights rights = above;
        if (root && above.ofAlias() && read.safeOwner()) {
            int gid = read.status().gid() == 0
                    ? above.identity().gid()
                    : read.status().gid();
            rights = new Rights(
                    owner.map(Account::name).orElse(unknown),
                    new Identity(uid, gid, List.of(gid)),
                    "/",
                    above.mark(),
                    false);
        }
        if (owner.isEmpty()) {
            return new Rights(unknown, rights.identity(), rights.home(), rights.mark(), rights.ofAlias())
                    .marked(Rights.Mark.UNKNOWN_USER);
        }
        String shell = read.safeOwner() ? owner.get().shell() : ShellList.ANY;
        return shells.accepts(owner.get().name(), shell)
                ? rights
                : rights.marked(read.safeOwner() ? Rights.Mark.NO_SHELL : Rights.Mark.UNSAFE);
    }

    private static ListFound trouble(String path, Exception e) {
        return switch (e) {
            case TimeoutException _ -> later("4.4.1", "open timeout on " + path);
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield later("4.3.2", "interrupted");
            }
            case OsException cause -> later("4.2.0", path + ": " + cause.reason());
            default -> later("4.3.0", path + ": internal error: " + e);
        };
    }

    private static ListFound unreadable(String path, String reason) {
        return new ListFound.Denied(
                new HelperAnswer.Failed(SysExit.NO_INPUT, "5.2.4", "Cannot open " + path + ": " + reason));
    }

    private static ListFound later(String status, String why) {
        return new ListFound.Denied(new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, status, why));
    }
}
