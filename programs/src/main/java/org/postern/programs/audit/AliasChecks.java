package org.postern.programs.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.maps.AliasSource;
import org.postern.os.Account;
import org.postern.os.FileStatus;

/// The contents of the alias files: programs that trust their input, files, lists that others write, and names that
/// lead nowhere (the talk's "Clean Aliases File").
final class AliasChecks implements Check {
    /// Programs that do what their input says.
    static final Set<String> INTERPRETERS = Set.of(
            "sh",
            "bash",
            "dash",
            "ash",
            "ksh",
            "csh",
            "tcsh",
            "zsh",
            "fish",
            "rbash",
            "busybox",
            "perl",
            "python",
            "python2",
            "python3",
            "ruby",
            "php",
            "lua",
            "tclsh",
            "expect",
            "node",
            "awk",
            "gawk",
            "mawk",
            "sed",
            "vi",
            "vim",
            "ed",
            "env",
            "xargs",
            "find",
            "procmail",
            "maildrop",
            "m4",
            "tar",
            "ssh",
            "nc",
            "socat",
            "sudo",
            "su");
    private static final Set<String> DECODERS = Set.of("uudecode", "uuencode", "decode", "munpack", "metamail", "shar");
    private static final List<String> NEEDED = List.of("root", "postmaster");
    private static final int FIRST_USER = 1000;
    private static final int USERS = 10;

    @Override
    public void look(Audited audited) {
        List<AliasEntry> entries = AliasEntry.all(audited);
        Set<String> names = new HashSet<>();
        entries.forEach(entry -> names.add(Ascii.lower(entry.name())));
        for (AliasEntry entry : entries) {
            entry.program().ifPresent(program -> program(audited, entry, program));
            entry.targetFile().ifPresent(file -> file(audited, entry, file));
            entry.list().ifPresent(list -> list(audited, entry, list));
            nobody(audited, entry, names);
        }
        if (audited.options().isSet(CfOption.ALIAS_FILE)) {
            needed(audited, entries, names);
        }
        stale(audited);
    }

    /// The base name of the program of a command line.
    static String programName(String command) {
        String word = command.strip().split("\\s+", 2)[0];
        return word.substring(word.lastIndexOf('/') + 1);
    }

    private static void program(Audited audited, AliasEntry entry, String command) {
        String program = Ascii.lower(programName(command));
        if (DECODERS.contains(program)) {
            audited.find(
                    Severity.HIGH,
                    "alias-decode",
                    entry.place(),
                    entry.name() + " hands mail to " + program,
                    "It writes whatever file the message names",
                    entry.comment());
        } else if (INTERPRETERS.contains(program)) {
            audited.find(
                    Severity.HIGH,
                    "alias-interpreter",
                    entry.place(),
                    entry.name() + " hands mail to " + program,
                    "It can run any other program",
                    entry.comment());
        }
        if (Ascii.startsIgnoringCase(entry.name(), "owner-")) {
            audited.find(
                    Severity.HIGH,
                    "alias-owner-program",
                    entry.place(),
                    entry.name() + " is a program",
                    "Whoever can make a list bounce can feed it",
                    entry.comment());
        }
    }

    private static void file(Audited audited, AliasEntry entry, String file) {
        if (file.equals("/dev/null")) {
            return;
        }
        String jail = audited.options().text(CfOption.SAFE_FILE_ENVIRONMENT).strip();
        String below = jail.endsWith("/") ? jail : jail + "/";
        if (!jail.isEmpty() && !jail.equals("/") && !file.startsWith(below) && audited.localMailerTakes('/')) {
            audited.find(
                    Severity.HIGH,
                    "alias-file-outside",
                    entry.place(),
                    entry.name() + " writes " + file + ", which SafeFileEnvironment (" + jail + ") puts below itself",
                    "The mail goes into another file than the one that is named, or nowhere",
                    entry.comment());
        }
        AuditHost.Way way = audited.host().way(file);
        if (way.end().isEmpty()) {
            return;
        }
        FileStatus status = way.end().get().status();
        if (status.has(FileStatus.SET_USER_ID | FileStatus.SET_GROUP_ID)) {
            audited.find(
                    Severity.CRITICAL,
                    "alias-file-set-id",
                    file,
                    "the file that " + entry.name() + " writes has a set-user-ID or set-group-ID bit",
                    "Mail is written into it with the rights of its owner",
                    new Mend.Mode(
                            way.end().get().path(),
                            status.mode() & ~(FileStatus.SET_USER_ID | FileStatus.SET_GROUP_ID)));
        }
        if (status.kind() != FileStatus.Kind.REGULAR) {
            audited.find(
                    Severity.HIGH,
                    "alias-file-special",
                    entry.place(),
                    entry.name() + " writes " + file + ", which is no plain file",
                    "Mail goes to a device, a pipe or a directory",
                    entry.comment());
        }
    }

    private static void list(Audited audited, AliasEntry entry, String list) {
        AuditHost.Way way = audited.host().way(list);
        if (way.end().isEmpty()) {
            audited.find(
                    Severity.MEDIUM,
                    "list-missing",
                    entry.place(),
                    "the list " + list + " of " + entry.name() + " is not there",
                    "Mail for it comes back; whoever can make the file fills it",
                    entry.comment());
            return;
        }
        FileStatus status = way.end().get().status();
        if (status.has(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)) {
            audited.find(
                    Severity.CRITICAL,
                    "list-writable",
                    list,
                    "others than its owner can write the list of " + entry.name(),
                    "They put programs and files into it that work as its owner",
                    new Mend.Mode(
                            way.end().get().path(),
                            status.mode() & ~(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)));
        }
        Set<Integer> owners = new HashSet<>(audited.trusted());
        owners.add(status.uid());
        FileChecks.directories(audited, way, list, owners);
    }

    private static void nobody(Audited audited, AliasEntry entry, Set<String> names) {
        String target = entry.target();
        boolean name = !target.isEmpty()
                && target.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0));
        if (name
                && !names.contains(Ascii.lower(target))
                && audited.host().accounts().byName(target).found().isEmpty()
                && audited.host().accounts().byName(Ascii.lower(target)).found().isEmpty()) {
            audited.find(
                    Severity.MEDIUM,
                    "alias-nobody",
                    entry.place(),
                    entry.name() + " leads to " + target + ", which is neither alias nor account",
                    "Mail for it comes back; whoever gets an account of this name reads it",
                    somebody(entry));
        }
    }

    /// An alias that a host needs wants its person; another one may go.
    private static Mend somebody(AliasEntry entry) {
        Mend account = new Mend.Command("useradd --create-home " + Mend.quoted(entry.target()));
        return NEEDED.contains(Ascii.lower(entry.name()))
                ? new Mend.Choice(account, entry.comment())
                : new Mend.Choice(entry.comment(), account);
    }

    private static void needed(Audited audited, List<AliasEntry> entries, Set<String> names) {
        for (String name : NEEDED) {
            if (!names.contains(name) && !(name.equals("root") && noLocalMail(audited))) {
                boolean person = name.equals("root");
                audited.find(
                        Severity.HIGH,
                        name + "-undefined",
                        name,
                        person ? "no alias sends mail for root to a person" : "there is no alias postmaster",
                        person
                                ? "Reports of this host and its mail pile up unread; Postern does not deliver as root"
                                : "Every mail host must take mail for postmaster (RFC 5321 §4.5.1)",
                        new Mend.Command("echo '" + name + ": " + (person ? person(audited) : "root") + "' >>"
                                + aliasFile(audited, entries) + " && newaliases"));
            }
        }
    }

    /// Who is likely to read it: the first account that people log in with.
    private static String person(Audited audited) {
        for (int uid = FIRST_USER; uid < FIRST_USER + USERS; uid++) {
            Optional<Account> account = audited.host().accounts().byUid(uid).found();
            if (account.isPresent()
                    && Mend.quoted(account.get().name()).equals(account.get().name())) {
                return account.get().name();
            }
        }
        return "YOU";
    }

    private static boolean noLocalMail(Audited audited) {
        return audited.configuration().mailer("local").isEmpty();
    }

    private static String aliasFile(Audited audited, List<AliasEntry> entries) {
        return Mend.quoted(
                entries.isEmpty()
                        ? audited.options().text(CfOption.ALIAS_FILE)
                        : entries.getFirst().file());
    }

    /// A data base that is older than its text says something else than the administrator reads.
    private static void stale(Audited audited) {
        for (AliasSource source : AliasSource.parse(audited.options().list(CfOption.ALIAS_FILE))) {
            String path = source.flags().file();
            Optional<AuditHost.Place> text =
                    path.startsWith("/") ? audited.host().find(path) : Optional.empty();
            Optional<AuditHost.Place> built =
                    text.isEmpty() ? Optional.empty() : audited.host().find(path + ".db");
            boolean older = built.isPresent()
                    && built.get().status().modifiedSeconds()
                            < text.orElseThrow().status().modifiedSeconds();
            if (older) {
                audited.find(
                        Severity.MEDIUM,
                        "aliases-stale",
                        path,
                        String.format(Locale.ROOT, "%s.db is older than its text", path),
                        "What is in force is not what the file says",
                        new Mend.Command("newaliases"));
            }
        }
    }
}
