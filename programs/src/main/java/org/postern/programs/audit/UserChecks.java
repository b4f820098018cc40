package org.postern.programs.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.cf.CfOption;
import org.postern.helper.UserRules;
import org.postern.os.Account;
import org.postern.os.FileStatus;

/// What users can bring in: shells, `.forward` files, mailboxes, and logs that users can read.
final class UserChecks implements Check {
    private static final String SHELLS = "/etc/shells";
    private static final String ANY_SHELL = "/SENDMAIL/ANY/SHELL/";
    private static final List<String> LOGS = List.of(
            "/var/log/mail.log", "/var/log/maillog", "/var/log/mail.info", "/var/log/mail.err", "/var/log/syslog");
    private static final int LARGEST = 16 << 20;
    private static final int MOST_USERS = 20_000;
    private static final int OTHERS_WRITE = FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE;

    @Override
    public void look(Audited audited) {
        shells(audited);
        logs(audited);
        forwarding(audited);
    }

    private static void shells(Audited audited) {
        boolean wildcard = audited.host().text(SHELLS, LARGEST).stream()
                .flatMap(String::lines)
                .anyMatch(line -> line.strip().equals(ANY_SHELL));
        if (wildcard && audited.localMailerTakes('|')) {
            audited.find(
                    Severity.MEDIUM,
                    "shells-wildcard",
                    SHELLS,
                    "the line " + ANY_SHELL + " lets every user have programs run, those without a login too",
                    "Only smrsh limits them then",
                    new Mend.Command("sed -i '\\,^" + ANY_SHELL + "$,d' " + SHELLS));
        }
    }

    private static void logs(Audited audited) {
        for (String log : LOGS) {
            Optional<AuditHost.Place> place = audited.host().find(log).filter(AuditHost.Place::isRegular);
            if (place.isPresent() && place.get().status().has(FileStatus.WORLD_READ)) {
                audited.find(
                        Severity.MEDIUM,
                        "log-readable",
                        log,
                        "everybody can read the mail log",
                        "It says who writes to whom, and when",
                        new Mend.Mode(place.get().path(), place.get().status().mode() & ~FileStatus.WORLD_READ));
            }
            if (place.isPresent() && place.get().status().has(FileStatus.WORLD_WRITE)) {
                audited.find(
                        Severity.HIGH,
                        "log-writable",
                        log,
                        "everybody can write the mail log",
                        "Traces can be wiped out, or made up",
                        new Mend.Mode(place.get().path(), place.get().status().mode() & ~OTHERS_WRITE));
            }
        }
    }

    private static void forwarding(Audited audited) {
        boolean forwards = audited.configuration()
                .mailer("local")
                .map(mailer -> mailer.has('w'))
                .orElse(false);
        String path = audited.options().text(CfOption.FORWARD_PATH);
        boolean off = audited.options().isSet(CfOption.FORWARD_PATH) && path.isBlank();
        if (!forwards || off) {
            return;
        }
        shared(audited, path);
        UserRules rules = audited.userRules();
        users(audited)
                .forEach(user ->
                        rules.forwardFiles(user, "").stream().distinct().forEach(file -> forward(audited, user, file)));
    }

    /// A directory for all users' files, which must be root's.
    private static void shared(Audited audited, String path) {
        for (String one : path.split("[:,\\s]+", -1)) {
            boolean common = one.startsWith("/") && one.indexOf('/', 1) > 0;
            String directory = common ? one.substring(0, one.lastIndexOf('/')) : "";
            Optional<AuditHost.Place> place =
                    common && !directory.contains("$") ? audited.host().find(directory) : Optional.empty();
            if (place.isPresent()
                    && (place.get().status().has(OTHERS_WRITE)
                            || !audited.trusted().contains(place.get().status().uid()))) {
                audited.find(
                        Severity.HIGH,
                        "forward-shared",
                        directory,
                        "the directory of ForwardPath can be written by others than root",
                        "One user can put a file there in the name of another",
                        place.get().status().has(OTHERS_WRITE)
                                ? new Mend.Mode(
                                        place.get().path(), place.get().status().mode() & 0755)
                                : new Mend.Owner(place.get().path(), "root", "root"));
            }
        }
    }

    /// The accounts of the local passwd file.
    private static Stream<Account> users(Audited audited) {
        return audited.host().text("/etc/passwd", LARGEST).stream()
                .flatMap(String::lines)
                .limit(MOST_USERS)
                .map(line -> line.split(":", 2)[0])
                .flatMap(name -> audited.host().accounts().byName(name).found().stream())
                .filter(account ->
                        account.home().startsWith("/") && !account.home().equals("/"));
    }

    private static void forward(Audited audited, Account user, String file) {
        AuditHost.Way way = audited.host().way(file);
        if (way.end().isEmpty() || !way.end().get().isRegular()) {
            return;
        }
        FileStatus status = way.end().get().status();
        Set<Integer> owners = new java.util.HashSet<>(audited.trusted());
        owners.add(user.uid());
        Optional<AuditHost.Place> open = way.directories().stream()
                .filter(directory -> directory.status().has(OTHERS_WRITE))
                .findFirst();
        if (status.has(OTHERS_WRITE)) {
            refused(
                    audited,
                    user,
                    file,
                    "others can write it",
                    new Mend.Mode(way.end().get().path(), status.mode() & ~OTHERS_WRITE));
        } else if (!owners.contains(status.uid())) {
            refused(
                    audited,
                    user,
                    file,
                    "it belongs to " + audited.host().user(status.uid()),
                    new Mend.Owner(way.end().get().path(), user.name(), ""));
        } else if (open.isPresent()) {
            AuditHost.Place directory = open.get();
            refused(audited, user, file, "others can write the directory " + directory.path(), closed(user, directory));
        }
    }

    /// A home below a directory that is made for everybody moves; any other directory can be closed.
    private static Mend closed(Account user, AuditHost.Place directory) {
        if (Relocation.isForEverybody(directory.path())) {
            String home = user.home().substring(user.home().lastIndexOf('/') + 1);
            return new Mend.Command(
                    "usermod --move-home --home " + Mend.quoted("/home/" + home) + " " + Mend.quoted(user.name()));
        }
        Mend mode = new Mend.Mode(directory.path(), directory.status().mode() & ~OTHERS_WRITE);
        return directory.status().has(FileStatus.STICKY) ? new Mend.Command(mode.command()) : mode;
    }

    private static void refused(Audited audited, Account user, String file, String what, Mend mend) {
        audited.find(
                Severity.MEDIUM,
                "forward-refused",
                file,
                "is not used for " + user.name() + ": " + what,
                "Whoever can write it runs programs as " + user.name() + "; mail goes into the mailbox meanwhile",
                mend);
    }
}
