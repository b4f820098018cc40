package org.postern.programs.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.postern.os.Account;
import org.postern.os.FileStatus;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// Does what [Mend] says of modes and owners: on the file that is there now, found again below open directories,
/// never through a symbolic link, and never so that somebody gets more rights than before.
final class Mender {
    private static final int ALL = 07777;
    private final AuditHost host;

    Mender(AuditHost host) {
        this.host = host;
    }

    /// Mends.
    ///
    /// @return why it could not; empty when it is done
    Optional<String> mend(Mend mend) {
        try {
            return switch (mend) {
                case Mend.Mode(String path, int mode) ->
                    change(path, (file, status) -> file.changeMode(status.mode() & mode & ALL));
                case Mend.Owner(String path, String user, String group) -> owner(path, user, group);
                case Mend.Command _, Mend.Line _, Mend.Remove _, Mend.Choice _ -> Optional.of("this is for you to do");
            };
        } catch (OsException failed) {
            return Optional.of(failed.reason());
        }
    }

    private Optional<String> owner(String path, String user, String group) throws OsException {
        Optional<Account> account = host.accounts().byName(user).found();
        Optional<Integer> gid = group.isEmpty()
                ? Optional.empty()
                : host.accounts().groupByName(group).found().map(found -> found.gid());
        if (account.isEmpty() || (!group.isEmpty() && gid.isEmpty())) {
            return Optional.of("there is no such account");
        }
        return change(path, (file, status) -> file.changeOwner(account.get().uid(), gid.orElse(status.gid())));
    }

    /// A change to an open file.
    private interface Change {
        void apply(OpenFile file, FileStatus status) throws OsException;
    }

    private Optional<String> change(String path, Change change) throws OsException {
        Optional<AuditHost.Place> place = host.find(path);
        if (place.isEmpty()) {
            return Optional.of("it is gone");
        }
        String real = place.get().path();
        List<String> names = List.of(real.substring(1).split("/", -1));
        Deque<OpenDirectory> way = new ArrayDeque<>();
        try {
            way.push(OpenDirectory.open(host.root().toString()));
            for (String name : names.subList(0, names.size() - 1)) {
                way.push(way.getFirst().directory(name));
            }
            String last = names.getLast();
            try (OpenFile file = way.getFirst().openForReading(last.isEmpty() ? "." : last)) {
                FileStatus status = file.status();
                boolean same = status.inode() == place.get().status().inode()
                        && status.kind() == place.get().status().kind();
                boolean oneName = status.kind() != FileStatus.Kind.REGULAR || status.links() == 1;
                if (!same || !oneName) {
                    return Optional.of(same ? "it has another name too" : "it has changed meanwhile");
                }
                change.apply(file, status);
                return Optional.empty();
            }
        } catch (IllegalArgumentException root) {
            return Optional.of("the root directory is for you to mend");
        } finally {
            way.forEach(OpenDirectory::close);
        }
    }
}
