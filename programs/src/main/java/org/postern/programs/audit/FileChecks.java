package org.postern.programs.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.os.FileStatus;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Modes, owners and links of the files that a configuration names, and of every directory up to `/` (the talk's
/// "Restrictive file access"). What the daemon itself would say comes from its own checks.
final class FileChecks implements Check {
    private static final int OTHERS_WRITE = FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE;
    private static final int OTHERS_USE = 077;
    private static final String MOVE = "Whoever can write a directory can put another file into the place of this one";

    @Override
    public void look(Audited audited) {
        for (WatchedFile file : WatchedFile.of(audited)) {
            AuditHost.Way way = audited.host().way(file.path());
            directories(audited, way, file.path(), audited.trusted());
            if (way.end().isPresent()) {
                links(audited, way, file);
                mode(audited, way.end().get(), file);
                owner(audited, way.end().get(), file);
                aliases(audited, way.end().get(), file);
                daemon(audited, file);
            }
        }
    }

    /// The directories on a way: nobody but these owners may write to one.
    static void directories(Audited audited, AuditHost.Way way, String to, Set<Integer> owners) {
        for (AuditHost.Place directory : way.directories()) {
            FileStatus status = directory.status();
            boolean sticky = status.has(FileStatus.STICKY);
            if (status.has(OTHERS_WRITE)) {
                String who = status.has(FileStatus.WORLD_WRITE) ? "everybody" : "group " + group(audited, status);
                audited.find(
                        Severity.CRITICAL,
                        "directory-writable",
                        directory.path(),
                        who + " can write to this directory on the way to " + to + (sticky ? " (sticky)" : ""),
                        MOVE,
                        closed(audited, directory, to));
            }
            if (!owners.contains(status.uid())) {
                audited.find(
                        Severity.CRITICAL,
                        "directory-owner",
                        directory.path(),
                        "belongs to " + audited.host().user(status.uid()) + ", on the way to " + to,
                        MOVE,
                        new Mend.Owner(directory.path(), "root", ""));
            }
        }
    }

    /// A directory that is made for everybody stays open; one that only is as open as those is for somebody to judge.
    private static Mend closed(Audited audited, AuditHost.Place directory, String to) {
        FileStatus status = directory.status();
        Mend mode = new Mend.Mode(directory.path(), status.mode() & ~OTHERS_WRITE);
        if (Relocation.isForEverybody(directory.path())) {
            return Relocation.of(audited, to);
        }
        return status.has(FileStatus.STICKY) ? new Mend.Command(mode.command()) : mode;
    }

    private static String group(Audited audited, FileStatus status) {
        return audited.host().group(status.gid());
    }

    private static void links(Audited audited, AuditHost.Way way, WatchedFile file) {
        boolean program = file.kind() == WatchedFile.Kind.PROGRAM;
        if (way.lastIsLink() && !program) {
            audited.find(
                    Severity.MEDIUM,
                    "file-symbolic-link",
                    file.path(),
                    "this " + file.kind().word() + " is a symbolic link",
                    "A link leads elsewhere when its directory or target changes hands; sendmail refuses it in a writable directory",
                    new Mend.Command("cp --remove-destination $(readlink -f " + Mend.quoted(file.path()) + ") "
                            + Mend.quoted(file.path())));
        }
        AuditHost.Place end = way.end().orElseThrow();
        if (end.isRegular() && end.status().links() > 1 && !program) {
            audited.find(
                    Severity.HIGH,
                    "file-hard-link",
                    file.path(),
                    "this " + file.kind().word() + " has " + end.status().links() + " names",
                    "Whoever made the other name keeps the file when it is replaced, or has another file written",
                    new Mend.Command("cp -p " + Mend.quoted(file.path()) + " " + Mend.quoted(file.path() + ".new")
                            + " && mv " + Mend.quoted(file.path() + ".new") + " " + Mend.quoted(file.path())));
        }
    }

    private static void mode(Audited audited, AuditHost.Place place, WatchedFile file) {
        FileStatus status = place.status();
        if (status.has(OTHERS_WRITE) && place.isRegular()) {
            String who = status.has(FileStatus.WORLD_WRITE) ? "everybody" : "group " + group(audited, status);
            audited.find(
                    Severity.CRITICAL,
                    name(file.kind()) + "-writable",
                    file.path(),
                    who + " can write this " + file.kind().word(),
                    "Whoever writes it decides where mail goes and what runs",
                    new Mend.Mode(place.path(), status.mode() & ~OTHERS_WRITE));
        }
        if (file.kind().secret()
                && status.has(OTHERS_USE & ~OTHERS_WRITE)
                && !readersAreTrusted(audited, file, status)) {
            audited.find(
                    Severity.HIGH,
                    name(file.kind()) + "-readable",
                    file.path(),
                    String.format(
                            Locale.ROOT, "this %s has mode %04o", file.kind().word(), status.mode()),
                    "Whoever reads it can pass for this host or its users",
                    new Mend.Mode(place.path(), status.mode() & ~OTHERS_USE));
        }
    }

    /// A file of SASL may be read by the group that DontBlameSendmail forgives; that is a finding of its own.
    private static boolean readersAreTrusted(Audited audited, WatchedFile file, FileStatus status) {
        boolean forgiven = file.kind() == WatchedFile.Kind.KEY
                && audited.options().has(org.postern.cf.BlameFlag.GROUP_READABLE_KEY_FILE);
        return forgiven && !status.has(OTHERS_USE & ~OTHERS_WRITE & ~FileStatus.GROUP_READ);
    }

    /// The beginning of the names of findings about a kind of file.
    private static String name(WatchedFile.Kind kind) {
        return switch (kind) {
            case CONFIGURATION, SOURCE -> "configuration";
            case MAP -> "map";
            case SECRET_MAP, SECRET -> "secret";
            case ALIASES -> "aliases";
            case CLASS -> "class-file";
            case OTHER -> "file";
            case CERTIFICATE -> "certificate";
            case KEY -> "key";
            case PROGRAM -> "program";
        };
    }

    private static void owner(Audited audited, AuditHost.Place place, WatchedFile file) {
        int uid = place.status().uid();
        if (!audited.trusted().contains(uid)) {
            audited.find(
                    Severity.CRITICAL,
                    name(file.kind()) + "-owner",
                    file.path(),
                    "this " + file.kind().word() + " belongs to "
                            + audited.host().user(uid),
                    "Its owner can write it whatever its mode is",
                    new Mend.Owner(place.path(), "root", ""));
        }
    }

    /// An alias file that the account of the network process owns: a mistake there is then enough to have a
    /// program run.
    private static void aliases(Audited audited, AuditHost.Place place, WatchedFile file) {
        int uid = place.status().uid();
        boolean ofServer = uid != 0 && audited.queueOwners().contains(uid);
        boolean aliases = file.kind() == WatchedFile.Kind.ALIASES || file.path().endsWith("/aliases.db");
        if (aliases && ofServer && audited.localMailerTakes('|')) {
            audited.find(
                    Severity.MEDIUM,
                    "aliases-of-server",
                    file.path(),
                    "belongs to " + audited.host().user(uid) + ", as whom the process runs that faces the network",
                    "Whoever takes that process over writes an alias and has a program run as DefaultUser",
                    new Mend.Owner(
                            place.path(),
                            "root",
                            audited.host().group(place.status().gid())));
        }
    }

    /// Puts a plain file of root's there: an empty one in the place of what is none, else a copy of the contents.
    private static Mend plain(Audited audited, WatchedFile file) {
        String path = Mend.quoted(file.path());
        String mode = file.kind().secret() ? "0600" : "0644";
        boolean regular = audited.host()
                .find(file.path())
                .filter(AuditHost.Place::isRegular)
                .isPresent();
        String aside = Mend.quoted(file.path() + (regular ? ".new" : ".old"));
        return new Mend.Command(
                regular
                        ? "install -o root -m " + mode + " " + path + " " + aside + " && mv " + aside + " " + path
                        : "mv " + path + " " + aside + " && install -o root -m " + mode + " /dev/null " + path);
    }

    /// Asks the daemon's own checks; what they say of writers and readers has been said.
    private static void daemon(Audited audited, WatchedFile file) {
        if (file.kind().purpose().isEmpty()) {
            return;
        }
        SafeFileRules rules =
                audited.daemonChecks().demands(file.kind().purpose().get());
        Optional<String> refusal =
                switch (SafeFileWalk.openBelow(audited.host().root().toString(), file.path(), rules, false)) {
                    case SafeOpen.Opened opened -> {
                        opened.file().close();
                        yield Optional.empty();
                    }
                    case SafeOpen.Refused(String reason, String _) ->
                        Optional.of(reason).filter(text -> !text.contains("writable") && !text.contains("readable"));
                    case SafeOpen.Failed failed -> {
                        audited.findings().unread(file.path(), failed.cause().reason());
                        yield Optional.empty();
                    }
                };
        refusal.ifPresent(reason -> audited.find(
                Severity.HIGH,
                "file-refused",
                file.path(),
                "the daemon does not use this " + file.kind().word() + ": " + reason,
                "Without it the configuration means something else than it says",
                plain(audited, file)));
    }
}
