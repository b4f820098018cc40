package org.postern.programs.audit;

import java.util.List;
import java.util.Optional;
import org.postern.os.Account;
import org.postern.os.FileStatus;

/// Mailboxes: each is its user's, and nobody else's business.
final class MailboxChecks implements Check {
    private static final List<String> DIRECTORIES = List.of("/var/mail", "/var/spool/mail");
    private static final int MOST_FILES = 20_000;
    private static final int GROUP = 070;
    private static final int OTHERS = 07;
    private static final String READ = "It holds a user's mail";

    @Override
    public void look(Audited audited) {
        DIRECTORIES.stream()
                .flatMap(directory -> audited.host().find(directory).stream())
                .filter(AuditHost.Place::isDirectory)
                .map(AuditHost.Place::path)
                .distinct()
                .forEach(directory -> directory(audited, directory));
    }

    private static void directory(Audited audited, String directory) {
        FileStatus status = audited.host().find(directory).orElseThrow().status();
        if (status.has(FileStatus.WORLD_WRITE) && !status.has(FileStatus.STICKY)) {
            audited.find(
                    Severity.HIGH,
                    "mailbox-directory-writable",
                    directory,
                    "everybody can make and remove files among the mailboxes",
                    "Whoever is first makes the mailbox of another, or a link in its place",
                    new Mend.Mode(directory, status.mode() & ~FileStatus.WORLD_WRITE));
        }
        for (AuditHost.Place file : audited.host().list(directory, MOST_FILES)) {
            if (file.isRegular()) {
                mailbox(audited, file);
            }
        }
    }

    private static void mailbox(Audited audited, AuditHost.Place file) {
        FileStatus status = file.status();
        if (status.has(OTHERS)) {
            audited.find(
                    Severity.HIGH,
                    "mailbox-readable",
                    file.path(),
                    "everybody can read or write this mailbox",
                    READ,
                    new Mend.Mode(file.path(), status.mode() & ~OTHERS));
        }
        if (status.has(GROUP)) {
            audited.find(
                    Severity.INFO,
                    "mailbox-group",
                    file.path(),
                    "group " + audited.host().group(status.gid()) + " can read or write this mailbox",
                    READ + "; only agents with a set-group-ID bit need it, and Postern has none",
                    new Mend.Mode(file.path(), status.mode() & ~GROUP));
        }
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        Optional<Account> user = audited.host().accounts().byName(name).found();
        if (user.isPresent() && user.get().uid() != status.uid()) {
            audited.find(
                    Severity.HIGH,
                    "mailbox-owner",
                    file.path(),
                    "belongs to " + audited.host().user(status.uid()) + ", not to " + name,
                    READ + ", and nothing can be delivered into it",
                    new Mend.Owner(file.path(), name, ""));
        }
    }
}
