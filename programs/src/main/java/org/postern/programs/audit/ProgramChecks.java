package org.postern.programs.audit;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.Mailer;
import org.postern.os.FileStatus;

/// Programs: what smrsh lets run, who runs the programs of mailers, and set-id bits.
final class ProgramChecks implements Check {
    private static final List<String> SMRSH = List.of("/etc/mail/smrsh", "/usr/lib/sm.bin", "/usr/adm/sm.bin");
    private static final List<String> SYSTEM = List.of("/bin/", "/sbin/", "/usr/", "/etc/mail/", "/opt/");
    /// Where a sendmail command can be.
    static final List<String> BINARIES = List.of(
            "/usr/sbin/sendmail",
            "/usr/lib/sendmail",
            "/usr/libexec/sendmail/sendmail",
            "/usr/lib/sm.bin/sendmail",
            "/usr/sbin/sendmail-mta");
    private static final int MOST = 1000;
    private static final String ANY = "A user's .forward file or an alias can run whatever it likes through it";

    @Override
    public void look(Audited audited) {
        boolean programs = audited.localMailerTakes('|');
        boolean procmail = audited.configuration()
                .mailer("local")
                .map(mailer -> mailer.path().endsWith("/procmail"))
                .orElse(false);
        audited.configuration().mailer("prog").ifPresent(prog -> prog(audited, prog, programs));
        if (programs || procmail) {
            for (String directory : SMRSH) {
                if (audited.host()
                        .find(directory)
                        .filter(AuditHost.Place::isDirectory)
                        .isPresent()) {
                    smrsh(audited, directory);
                    break;
                }
            }
        }
        if (procmail) {
            audited.find(
                    Severity.MEDIUM,
                    "procmail-local",
                    "mailer local",
                    "procmail delivers mail",
                    "Users can run any program from .procmailrc, so smrsh limits nothing",
                    new Mend.Remove("local_procmail"));
        }
        audited.configuration().mailers().forEach(mailer -> {
            rootMailer(audited, mailer);
            setIdMailer(audited, mailer);
        });
        BINARIES.forEach(path -> binary(audited, path));
    }

    private static void prog(Audited audited, Mailer prog, boolean programs) {
        String base = prog.path().substring(prog.path().lastIndexOf('/') + 1);
        if (programs && AliasChecks.INTERPRETERS.contains(base)) {
            audited.find(
                    Severity.HIGH,
                    "prog-shell",
                    "mailer prog",
                    "programs of users and aliases run by " + prog.path() + ", not by smrsh",
                    ANY,
                    new Mend.Line("FEATURE(`smrsh')dnl"));
        }
    }

    private static void smrsh(Audited audited, String directory) {
        AuditHost.Way way = audited.host().way(directory);
        FileChecks.directories(audited, way, directory, audited.trusted());
        AuditHost.Place place = way.end().orElseThrow();
        if (place.status().has(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)) {
            audited.find(
                    Severity.CRITICAL,
                    "smrsh-writable",
                    directory,
                    "others than its owner can put programs here",
                    ANY,
                    new Mend.Mode(
                            place.path(), place.status().mode() & ~(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)));
        }
        if (!audited.trusted().contains(place.status().uid())) {
            audited.find(
                    Severity.CRITICAL,
                    "smrsh-owner",
                    directory,
                    "belongs to " + audited.host().user(place.status().uid()),
                    ANY,
                    new Mend.Owner(place.path(), "root", "root"));
        }
        audited.host().list(directory, MOST).forEach(program -> allowed(audited, program));
    }

    private static void allowed(Audited audited, AuditHost.Place program) {
        AuditHost.Way way = audited.host().way(program.path());
        String end = way.end().map(AuditHost.Place::path).orElse("");
        String name = Ascii.lower(program.path().substring(program.path().lastIndexOf('/') + 1));
        String target = Ascii.lower(end.substring(end.lastIndexOf('/') + 1));
        boolean bad = AliasChecks.INTERPRETERS.contains(name)
                || AliasChecks.INTERPRETERS.contains(target)
                || target.contains("uudecode")
                || name.contains("uudecode");
        if (bad) {
            audited.find(
                    Severity.HIGH,
                    "smrsh-interpreter",
                    program.path(),
                    "smrsh lets " + (target.isEmpty() ? name : target) + " run",
                    ANY,
                    new Mend.Command("rm " + Mend.quoted(program.path())));
        }
        if (way.lastIsLink() && SYSTEM.stream().noneMatch(end::startsWith)) {
            audited.find(
                    Severity.HIGH,
                    "smrsh-link",
                    program.path(),
                    end.isEmpty() ? "leads nowhere" : "leads to " + end,
                    "Whoever can write there decides what smrsh runs",
                    new Mend.Command("rm " + Mend.quoted(program.path())));
        }
        way.end().filter(AuditHost.Place::isRegular).ifPresent(file -> {
            FileStatus status = file.status();
            if (status.has(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)) {
                audited.find(
                        Severity.CRITICAL,
                        "smrsh-program-writable",
                        file.path(),
                        "others than its owner can write this program",
                        ANY,
                        new Mend.Mode(file.path(), status.mode() & ~(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)));
            }
            if (!audited.trusted().contains(status.uid())) {
                audited.find(
                        Severity.CRITICAL,
                        "smrsh-program-owner",
                        file.path(),
                        "belongs to " + audited.host().user(status.uid()),
                        ANY,
                        new Mend.Owner(file.path(), "root", "root"));
            }
        });
    }

    /// With `S` and `U=` sendmail changes the effective user only.
    private static void rootMailer(Audited audited, Mailer mailer) {
        boolean asRoot = mailer.user()
                .map(user -> user.user().equals("root") || user.user().equals("0"))
                .orElse(false);
        if (Audited.runsProgram(mailer) && mailer.has('S') && mailer.user().isPresent()) {
            audited.find(
                    Severity.MEDIUM,
                    "mailer-set-user",
                    "mailer " + mailer.name(),
                    "has both the flag S and U=: with the real sendmail the program's real user stays root",
                    "A shell, or any program that takes its real user, gets the rights of root back",
                    new Mend.Line("MODIFY_MAILER_FLAGS(`" + mailer.name().toUpperCase(java.util.Locale.ROOT)
                            + "', `-S')dnl"));
        } else if (Audited.runsProgram(mailer) && asRoot) {
            audited.find(
                    Severity.HIGH,
                    "mailer-root",
                    "mailer " + mailer.name(),
                    "U= runs " + mailer.path() + " as root",
                    "A fault in that program is root's",
                    otherUser(audited, mailer));
        }
    }

    /// An M line of the `.mc` file gets DefaultUser's usual account; one that somebody wrote into the `.cf` file goes
    /// when that is made anew.
    private static Mend otherUser(Audited audited, Mailer mailer) {
        String source = Mend.quoted(audited.source());
        String line = "/^M" + mailer.name() + ",/,/A=/s/U=[^,[:space:]]*/U=mailnull/";
        return new Mend.Command("sed -i " + Mend.quoted(line) + " " + source + " && postern mc -o "
                + Mend.quoted(audited.configuration().file()) + " " + source);
    }

    /// A delivery agent with rights of its own, which every user of the host can call too.
    private static void setIdMailer(Audited audited, Mailer mailer) {
        Optional<AuditHost.Place> program = Audited.runsProgram(mailer)
                ? audited.host().find(mailer.path()).filter(AuditHost.Place::isRegular)
                : Optional.empty();
        program.filter(found -> found.status().has(FileStatus.SET_USER_ID | FileStatus.SET_GROUP_ID))
                .ifPresent(found -> audited.find(
                        Severity.MEDIUM,
                        "mailer-set-id",
                        found.path(),
                        "the program of mailer " + mailer.name() + " is "
                                + (found.status().has(FileStatus.SET_USER_ID)
                                        ? "set-user-ID "
                                                + audited.host()
                                                        .user(found.status().uid())
                                        : "set-group-ID "
                                                + audited.host()
                                                        .group(found.status().gid())),
                        "Every user of this host can call it with those rights; the server runs it as the recipient",
                        new Mend.Mode(
                                found.path(),
                                found.status().mode() & ~(FileStatus.SET_USER_ID | FileStatus.SET_GROUP_ID))));
    }

    private static void binary(Audited audited, String path) {
        AuditHost.Way way = audited.host().way(path);
        Optional<AuditHost.Place> place = way.end().filter(AuditHost.Place::isRegular);
        if (place.isEmpty()) {
            return;
        }
        FileStatus status = place.get().status();
        if (status.has(FileStatus.SET_USER_ID)) {
            audited.find(
                    Severity.CRITICAL,
                    "sendmail-set-user-id",
                    place.get().path(),
                    "is set-user-ID " + audited.host().user(status.uid()),
                    "Every user of this host can use a fault in it to become that user; since 8.12 nothing needs the bit",
                    new Mend.Mode(place.get().path(), status.mode() & ~FileStatus.SET_USER_ID));
        }
        String group = audited.host().group(status.gid());
        if (status.has(FileStatus.SET_GROUP_ID) && !group.equals("smmsp")) {
            audited.find(
                    Severity.CRITICAL,
                    "sendmail-set-group-id",
                    place.get().path(),
                    "is set-group-ID " + group,
                    "Only the group of the submission queue is meant to be given away; Postern needs no such bit",
                    new Mend.Mode(place.get().path(), status.mode() & ~FileStatus.SET_GROUP_ID));
        }
        if (status.has(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)) {
            audited.find(
                    Severity.CRITICAL,
                    "sendmail-writable",
                    place.get().path(),
                    "others than its owner can write the program itself",
                    "Root runs it",
                    new Mend.Mode(
                            place.get().path(), status.mode() & ~(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)));
        }
    }
}
