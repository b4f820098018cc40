package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.postern.base.SysExit;
import org.postern.cf.BlameFlag;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.Account;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OpenFile;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;
import org.postern.os.UserThread;

/// Appends a message to a file that a list names, as the user of the list (sendmail's mailer `*file*`).
///
/// The file is regular, has one name, no execute bit, and is no link, unless the administrator gave that up; a new
/// one gets TempFileMode. A file with the set-user-ID bit that an alias names is written as its owner, never as
/// root or TrustedUser. With SafeFileEnvironment nothing outside of that directory can be reached, whatever links
/// are there.
final class FileDelivery {
    private static final String NOWHERE = "/dev/null";

    private final UserRules rules;
    private final UserReads reads;
    private final FileAppend append;

    FileDelivery(UserRules rules, UserReads reads, FileAppend append) {
        this.rules = rules;
        this.reads = reads;
        this.append = append;
    }

    /// The mailer `*file*` when the configuration gave it a program: then that gets the message, and nothing is
    /// written here.
    Optional<Mailer> program() {
        return rules.file().filter(mailer -> !mailer.file());
    }

    HelperAnswer append(String path, Rights rights, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException {
        if (path.equals(NOWHERE)) {
            return new HelperAnswer.Delivered("2.0.0", "Sent");
        }
        try {
            Identity writer = rights.ofAlias() ? ownerOfMarkedFile(path, rights.identity()) : rights.identity();
            if (writer.isRoot()) {
                return later("files are not written as root");
            }
            return UserThread.run(writer, () -> write(path, writer, rights, request, message));
        } catch (OsException e) {
            return trouble(e);
        } catch (IOException e) {
            throw e;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return later("interrupted");
        } catch (TimeoutException _) {
            return later("open timeout on " + path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Who writes a file that an alias names: its owner when it has the set-user-ID bit and no execute bit. What is
    /// decided here is examined again on the open file.
    private Identity ownerOfMarkedFile(String path, Identity user) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return user;
        }
        String real = rules.jail().isEmpty() ? path : rules.jail() + inJail(path);
        Optional<Integer> owner = reads.run(user, () -> markedOwner(real));
        Optional<Account> account =
                owner.flatMap(uid -> rules.accounts().byUid(uid).found());
        return account.map(rules.accounts()::identityOf).orElse(user);
    }

    private Optional<Integer> markedOwner(String path) {
        try {
            Map<String, Object> status =
                    Files.readAttributes(Path.of(path), "unix:mode,uid,isRegularFile", LinkOption.NOFOLLOW_LINKS);
            int mode = status.get("mode") instanceof Integer bits ? bits : 0;
            int uid = status.get("uid") instanceof Integer number ? number : 0;
            boolean marked = Boolean.TRUE.equals(status.get("isRegularFile"))
                    && (mode & FileStatus.SET_USER_ID) != 0
                    && (mode & FileStatus.ANY_EXECUTE) == 0;
            return marked && uid != 0 && uid != rules.trustedUser() ? Optional.of(uid) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// A path as it is seen from SafeFileEnvironment: its own beginning is taken off.
    private String inJail(String path) {
        return path.startsWith(rules.jail() + "/") ? path.substring(rules.jail().length()) : path;
    }

    private HelperAnswer write(
            String path, Identity writer, Rights rights, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException, InterruptedException {
        SafeFileRules demands = new SafeFileRules(demands(), writer, rules.trustedUser());
        String root = rules.jail().isEmpty() ? "/" : rules.jail();
        SafeOpen opened = SafeFileWalk.openOrCreateBelow(root, inJail(path), demands, rules.fileMode() & 0666);
        return switch (opened) {
            case SafeOpen.Refused(String _, String _) -> cannotCreate();
            case SafeOpen.Failed(OsException cause) -> trouble(cause);
            case SafeOpen.Opened(OpenFile file, FileStatus status, List<String> _) -> {
                try (file) {
                    yield !writer.equals(rights.identity()) && !stillMarked(status, writer)
                            ? cannotCreate()
                            : append(file, status, request, message);
                }
            }
        };
    }

    private static boolean stillMarked(FileStatus status, Identity writer) {
        return status.uid() == writer.uid() && status.has(FileStatus.SET_USER_ID);
    }

    private Set<FileRule> demands() {
        Set<FileRule> demands = EnumSet.of(FileRule.REGULAR_ONLY, FileRule.NOT_EXECUTABLE);
        if (!rules.blames(BlameFlag.FILE_DELIVERY_TO_SYM_LINK)) {
            demands.add(FileRule.NO_SYMBOLIC_LINK);
        }
        if (!rules.blames(BlameFlag.FILE_DELIVERY_TO_HARD_LINK)) {
            demands.add(FileRule.NO_HARD_LINK);
        }
        return demands;
    }

    private HelperAnswer append(
            OpenFile file, FileStatus before, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException, InterruptedException {
        boolean marks = rules.file().filter(mailer -> mailer.has('E')).isPresent();
        if (!append.append(file, marks, request.sender(), message)) {
            return later(file.path() + ": the file stays locked");
        }
        // Writing takes the set-user-ID bit away.
        if (before.has(FileStatus.SET_USER_ID | FileStatus.SET_GROUP_ID)
                && before.uid() == ProcessIdentity.effectiveUserId()) {
            file.changeMode(before.mode());
        }
        return new HelperAnswer.Delivered("2.0.0", "Sent");
    }

    private static HelperAnswer trouble(OsException e) {
        return switch (e.errno()) {
            case Errno.ENOENT,
                    Errno.ENOTDIR,
                    Errno.EACCES,
                    Errno.EPERM,
                    Errno.ELOOP,
                    Errno.EISDIR,
                    Errno.EROFS,
                    Errno.ENAMETOOLONG,
                    Errno.EXDEV -> cannotCreate();
            default -> later(e.path() + ": " + e.reason());
        };
    }

    private static HelperAnswer cannotCreate() {
        return ProgramExit.answer(SysExit.CANNOT_CREATE.code(), "", "");
    }

    private static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.IO_ERROR, "4.0.0", why);
    }
}
