package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.os.Account;
import org.postern.os.FileStatus;

/// Queue directories and the files in them: they hold everybody's mail, and what root's process will do with it.
final class QueueChecks implements Check {
    private static final int MOST_FILES = 20_000;
    private static final long OLD_SECONDS = 4 * 3600L;
    private static final int GROUP = 070;
    private static final int OTHERS = 07;
    private static final int CLIENT_FILES = 0660;
    private static final String USUAL_CLIENT_QUEUE = "/var/spool/clientmqueue";
    private static final String READS = "Queue files hold mail that is not delivered yet, and who gets it";

    @Override
    public void look(Audited audited) {
        for (String directory : directories(audited.host(), audited.configuration())) {
            Optional<AuditHost.Place> place = audited.host().find(directory).filter(AuditHost.Place::isDirectory);
            place.ifPresent(there -> queue(audited, directory, there));
        }
        audited.submission().ifPresent(submission -> client(audited, submission));
        mode(audited);
    }

    /// The queue directories of a configuration, with those that a `*` at the end names.
    static List<String> directories(AuditHost host, Configuration configuration) {
        List<String> names = new ArrayList<>();
        names.add(configuration.options().text(CfOption.QUEUE_DIRECTORY));
        configuration.queueGroups().forEach(group -> names.add(group.path()));
        List<String> all = new ArrayList<>();
        for (String name : names) {
            int slash = name.lastIndexOf('/');
            if (name.endsWith("*") && slash >= 0) {
                String start = name.substring(0, name.length() - 1);
                host.list(slash == 0 ? "/" : name.substring(0, slash), MOST_FILES).stream()
                        .map(AuditHost.Place::path)
                        .filter(path -> path.startsWith(start))
                        .forEach(all::add);
            } else if (name.startsWith("/")) {
                all.add(name);
            }
        }
        return all.stream().distinct().toList();
    }

    private static void queue(Audited audited, String directory, AuditHost.Place place) {
        FileChecks.directories(audited, audited.host().way(directory), directory, audited.queueOwners());
        FileStatus status = place.status();
        if (status.has(OTHERS) || status.has(FileStatus.GROUP_WRITE)) {
            bad(audited, "queue-mode", directory, status, "0700");
        } else if (status.has(GROUP)) {
            audited.find(
                    Severity.MEDIUM,
                    "queue-group",
                    directory,
                    "group " + audited.host().group(status.gid()) + " can look into the queue",
                    "Names, sizes and times in the queue allow traffic analysis",
                    new Mend.Mode(place.path(), status.mode() & ~077));
        }
        if (!audited.queueOwners().contains(status.uid())) {
            audited.find(
                    Severity.CRITICAL,
                    "queue-owner",
                    directory,
                    "the queue belongs to " + audited.host().user(status.uid()),
                    READS,
                    new Mend.Owner(place.path(), audited.queueOwner(), ""));
        }
        files(audited, directory, audited.queueOwners(), audited.options().octal(CfOption.QUEUE_FILE_MODE));
    }

    private static void bad(Audited audited, String name, String directory, FileStatus status, String wanted) {
        audited.find(
                Severity.CRITICAL,
                name,
                directory,
                String.format(Locale.ROOT, "the queue has mode %04o and should have %s", status.mode() & 0777, wanted),
                READS,
                new Mend.Mode(directory, Integer.parseInt(wanted, 8)));
    }

    private static void files(Audited audited, String directory, Set<Integer> owners, int mode) {
        for (AuditHost.Place file : audited.host().list(directory, MOST_FILES)) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            boolean queued =
                    file.isRegular() && (name.startsWith("qf") || name.startsWith("df") || name.startsWith("hf"));
            if (queued && (file.status().mode() & 0777 & ~(mode | 0600)) != 0) {
                audited.find(
                        Severity.HIGH,
                        "queue-file-mode",
                        file.path(),
                        String.format(
                                Locale.ROOT,
                                "a queue file of mode %04o; QueueFileMode is %04o",
                                file.status().mode(),
                                mode),
                        READS + "; the daemon sets such a file aside",
                        new Mend.Mode(file.path(), file.status().mode() & (mode | 0600)));
            }
            if (queued && !owners.isEmpty() && !owners.contains(file.status().uid())) {
                audited.find(
                        Severity.HIGH,
                        "queue-file-owner",
                        file.path(),
                        "a queue file of " + audited.host().user(file.status().uid()),
                        "Who owns a queue file says what is delivered as whom",
                        new Mend.Owner(file.path(), audited.queueOwner(), ""));
            }
        }
    }

    private static void client(Audited audited, Configuration submission) {
        List<String> directories = directories(audited.host(), submission);
        String directory = directories.isEmpty() ? USUAL_CLIENT_QUEUE : directories.getFirst();
        String user = submission.options().text(CfOption.RUN_AS_USER);
        String wanted = user.isEmpty() ? "smmsp" : user.split("[:.]", 2)[0];
        Optional<Account> account = audited.account(wanted);
        Optional<AuditHost.Place> place = audited.host().find(directory).filter(AuditHost.Place::isDirectory);
        if (place.isEmpty()) {
            return;
        }
        FileStatus status = place.get().status();
        FileChecks.directories(audited, audited.host().way(directory), directory, audited.trusted());
        if (status.has(OTHERS)) {
            bad(audited, "client-queue-mode", place.get().path(), status, "0770");
        }
        boolean owned = account.isEmpty()
                || (status.uid() == account.get().uid()
                        && status.gid() == account.get().gid());
        if (!owned) {
            audited.find(
                    Severity.CRITICAL,
                    "client-queue-owner",
                    directory,
                    "the queue of the submission program belongs to "
                            + audited.host().user(status.uid()) + ":"
                            + audited.host().group(status.gid()),
                    READS,
                    new Mend.Owner(place.get().path(), wanted, wanted));
        }
        files(audited, directory, Set.of(), CLIENT_FILES);
        old(audited, directory);
    }

    private static void old(Audited audited, String directory) {
        long now = audited.clock().epochSeconds();
        long old = audited.host().list(directory, MOST_FILES).stream()
                .filter(file ->
                        file.path().substring(file.path().lastIndexOf('/') + 1).startsWith("qf"))
                .filter(file -> now - file.status().modifiedSeconds() > OLD_SECONDS)
                .count();
        if (old > 0) {
            audited.find(
                    Severity.INFO,
                    "client-queue-old",
                    directory,
                    old + " messages wait here for longer than 4 hours",
                    "What sends on the mail of local programs does not run, or cannot reach the server",
                    new Mend.Command("sendmail -Ac -q"));
        }
    }

    /// What new files will be like.
    private static void mode(Audited audited) {
        int mode = audited.options().octal(CfOption.QUEUE_FILE_MODE);
        if ((mode & 077) != 0) {
            audited.find(
                    Severity.MEDIUM,
                    "queue-file-mode-option",
                    "QueueFileMode",
                    String.format(Locale.ROOT, "%04o lets others than the owner at queue files", mode),
                    READS,
                    new Mend.Line("define(`confQUEUE_FILE_MODE', `0600')dnl"));
        }
        int other = audited.options().octal(CfOption.TEMP_FILE_MODE);
        if ((other & 022) != 0) {
            audited.find(
                    Severity.HIGH,
                    "temp-file-mode-option",
                    "TempFileMode",
                    String.format(Locale.ROOT, "%04o: others may write files that are delivered to", other),
                    "Mail in files could be changed after its delivery",
                    new Mend.Line("define(`confTEMP_FILE_MODE', `0600')dnl"));
        }
    }
}
