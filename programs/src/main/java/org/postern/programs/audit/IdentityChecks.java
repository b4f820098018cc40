package org.postern.programs.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.os.Account;

/// Accounts that sendmail becomes or trusts: DefaultUser (`mailnull`), RunAsUser, TrustedUser, class t, and the
/// account of the submission program.
final class IdentityChecks implements Check {
    private static final List<String> NO_LOGIN = List.of("/nologin", "/false", "/true", "/sync");
    private static final List<String> USUAL_DEFAULTS = List.of("mailnull", "sendmail");
    private static final List<String> LOOKED_AT = List.of("/etc", "/home", "/srv", "/opt", "/usr/local", "/var");
    private static final int MOST_FILES = 50_000;
    private static final int MOST_IN_DIRECTORY = 10_000;
    private static final int LARGEST = 4 << 20;
    private static final Pattern TRUSTED_USERS = Pattern.compile("^\\s*define\\(`confTRUSTED_USERS', *`([^`']*)'");
    private static final String RUNS = "Programs and files in aliases work as this user";

    @Override
    public void look(Audited audited) {
        defaultUser(audited);
        runAsUser(audited);
        trusted(audited);
        submission(audited);
    }

    private static void defaultUser(Audited audited) {
        String value = audited.options().text(CfOption.DEFAULT_USER);
        if (value.isEmpty()) {
            Optional<Account> usual = USUAL_DEFAULTS.stream()
                    .flatMap(name -> audited.account(name).stream())
                    .findFirst();
            if (usual.isEmpty()) {
                audited.find(
                        Severity.HIGH,
                        "mailnull-missing",
                        "mailnull",
                        "there is no account mailnull: DefaultUser is daemon, which others use too",
                        RUNS,
                        new Mend.Command(
                                "useradd --system --user-group --no-create-home --home-dir /nonexistent --shell "
                                        + "/usr/sbin/nologin mailnull"));
            } else {
                account(audited, usual.get());
            }
            return;
        }
        String user = value.split("[:.]", 2)[0];
        Optional<Account> account = audited.account(user);
        boolean root = user.equals("0")
                || value.matches(".*[:.](0|root)")
                || account.filter(found -> found.uid() == 0 || found.gid() == 0).isPresent();
        if (root) {
            audited.find(
                    Severity.CRITICAL,
                    "default-user-root",
                    "DefaultUser",
                    value + " has rights of root",
                    RUNS + ": with sendmail as root (Postern refuses it)",
                    new Mend.Line("define(`confDEF_USER_ID', `mailnull')dnl"));
        } else if (account.isPresent()) {
            account(audited, account.get());
        } else if (!Ascii.isDigit(user.isEmpty() ? '0' : user.charAt(0))) {
            audited.find(
                    Severity.HIGH,
                    "default-user-unknown",
                    "DefaultUser",
                    "there is no account " + user,
                    "The option is ignored, until somebody gets this name",
                    new Mend.Line("define(`confDEF_USER_ID', `mailnull')dnl"));
        }
    }

    private static void account(Audited audited, Account account) {
        if (mayLogIn(account)) {
            audited.find(
                    Severity.HIGH,
                    "default-user-shell",
                    account.name(),
                    "DefaultUser has the shell " + account.shell(),
                    RUNS + "; nobody should be able to log in as it",
                    new Mend.Command("usermod --shell /usr/sbin/nologin " + Mend.quoted(account.name())));
        }
        if (hasPassword(audited.host(), account.name())) {
            audited.find(
                    Severity.CRITICAL,
                    "default-user-password",
                    account.name(),
                    "DefaultUser has a password",
                    RUNS + "; nobody should be able to log in as it",
                    new Mend.Command("usermod --lock " + Mend.quoted(account.name())));
        }
        Optional<String> owned = firstOwned(audited, account.uid());
        owned.ifPresent(path -> audited.find(
                Severity.HIGH,
                "default-user-files",
                account.name(),
                "DefaultUser owns files, " + path + " for one",
                RUNS + ", so a program in an alias can change them",
                new Mend.Command("chown -h root " + Mend.quoted(path))));
    }

    private static boolean mayLogIn(Account account) {
        String shell = account.shell();
        return NO_LOGIN.stream().noneMatch(shell::endsWith);
    }

    /// True when somebody can log in with a password, an empty one too; false when the files cannot be read.
    static boolean hasPassword(AuditHost host, String user) {
        for (String file : List.of("/etc/shadow", "/etc/passwd")) {
            Optional<String> line = host.text(file, LARGEST).stream()
                    .flatMap(String::lines)
                    .filter(each -> each.startsWith(user + ":"))
                    .findFirst();
            if (line.isPresent()) {
                String[] fields = line.get().split(":", -1);
                String password = fields.length > 1 ? fields[1] : "*";
                boolean elsewhere = file.equals("/etc/passwd") && password.equals("x");
                return !elsewhere && !password.startsWith("*") && !password.startsWith("!");
            }
        }
        return false;
    }

    /// The first file of a user's outside of queues, within a bound.
    private static Optional<String> firstOwned(Audited audited, int uid) {
        Set<String> queues = new HashSet<>(QueueChecks.directories(audited.host(), audited.configuration()));
        audited.submission().ifPresent(one -> queues.addAll(QueueChecks.directories(audited.host(), one)));
        Deque<String> directories = new ArrayDeque<>(LOOKED_AT);
        int seen = 0;
        while (!directories.isEmpty()) {
            String directory = directories.pop();
            for (AuditHost.Place place : audited.host().list(directory, MOST_IN_DIRECTORY)) {
                seen++;
                if (seen > MOST_FILES) {
                    audited.findings().unread("/", "more than " + MOST_FILES + " files; not all owners were looked at");
                    return Optional.empty();
                }
                if (queues.contains(place.path()) || place.path().startsWith("/var/lib/postern")) {
                    continue;
                }
                if (place.status().uid() == uid) {
                    return Optional.of(place.path());
                }
                if (place.isDirectory()) {
                    directories.add(place.path());
                }
            }
        }
        return Optional.empty();
    }

    private static void runAsUser(Audited audited) {
        String value = audited.options().text(CfOption.RUN_AS_USER);
        if (value.isEmpty()) {
            return;
        }
        String[] parts = value.split("[:.]", 2);
        Optional<Account> account = audited.account(parts[0]);
        boolean root = parts[0].equals("0")
                || (parts.length == 2 && List.of("0", "root").contains(parts[1]))
                || account.filter(found -> found.uid() == 0 || (parts.length < 2 && found.gid() == 0))
                        .isPresent();
        if (root) {
            audited.find(
                    Severity.CRITICAL,
                    "run-as-user-root",
                    "RunAsUser",
                    value + " keeps rights of root",
                    "The option is there so that the process that faces the network has none",
                    new Mend.Line("define(`confRUN_AS_USER', `smmta')dnl"));
        } else if (account.isEmpty()) {
            audited.find(
                    Severity.HIGH,
                    "run-as-user-unknown",
                    "RunAsUser",
                    "there is no account " + parts[0],
                    "The option is ignored, until somebody gets this name",
                    new Mend.Command("useradd --system --user-group --no-create-home --home-dir /nonexistent --shell "
                            + "/usr/sbin/nologin " + Mend.quoted(parts[0])));
        }
    }

    private static void trusted(Audited audited) {
        String value = audited.options().text(CfOption.TRUSTED_USER);
        Optional<Account> account = audited.account(value);
        if (account.isEmpty()) {
            audited.find(
                    Severity.HIGH,
                    "trusted-user-unknown",
                    "TrustedUser",
                    "there is no account " + value,
                    "Whoever gets this name later may own maps and aliases",
                    new Mend.Line("define(`confTRUSTED_USER', `root')dnl"));
        } else if (account.get().uid() != 0 && mayLogIn(account.get())) {
            audited.find(
                    Severity.HIGH,
                    "trusted-user-login",
                    "TrustedUser",
                    value + " can log in (shell " + account.get().shell() + ")",
                    "It may own maps, aliases and the configuration",
                    new Mend.Choice(
                            new Mend.Line("define(`confTRUSTED_USER', `root')dnl"),
                            new Mend.Command("usermod --shell /usr/sbin/nologin " + Mend.quoted(value))));
        }
        for (String member : audited.configuration().classOf("t").members()) {
            Optional<Account> one = audited.account(member).filter(found -> found.uid() != 0 && mayLogIn(found));
            one.ifPresent(found -> audited.find(
                    Severity.MEDIUM,
                    "class-t-login",
                    "class t",
                    member + " may use any sender and can log in (shell " + found.shell() + ")",
                    "Members of this class forge senders without a warning in the message",
                    withoutMember(audited, member)));
        }
    }

    /// Takes a member out of class t where it was put in, or else its shell.
    private static Mend withoutMember(Audited audited, String member) {
        Mend shell = new Mend.Command("usermod --shell /usr/sbin/nologin " + Mend.quoted(member));
        Optional<AuditFiles.WordPlace> place = audited.files().place("t", member);
        if (place.isPresent()
                && !place.get().file().equals(audited.configuration().file())) {
            return new Mend.Choice(
                    new Mend.Command("sed -i " + place.get().line() + "d "
                            + Mend.quoted(place.get().file())),
                    shell);
        }
        List<String> others = audited.host().text(audited.source(), LARGEST).stream()
                .flatMap(String::lines)
                .map(TRUSTED_USERS::matcher)
                .filter(Matcher::find)
                .map(found -> List.of(found.group(1).split("[ ,]+", -1)))
                .filter(members -> members.contains(member))
                .findFirst()
                .orElse(List.of());
        if (others.isEmpty()) {
            return shell;
        }
        String left = others.stream().filter(one -> !one.equals(member)).collect(Collectors.joining(" "));
        return new Mend.Choice(
                left.isEmpty()
                        ? new Mend.Command("postern mc --drop " + Mend.text("define(`confTRUSTED_USERS',") + " "
                                + Mend.quoted(audited.source()))
                        : new Mend.Line("define(`confTRUSTED_USERS', `" + left + "')dnl"),
                shell);
    }

    private static void submission(Audited audited) {
        if (audited.submission().isEmpty()) {
            return;
        }
        String user = audited.submission().get().options().text(CfOption.RUN_AS_USER);
        String name = user.isEmpty() ? "smmsp" : user.split("[:.]", 2)[0];
        Optional<Account> account = audited.account(name);
        if (account.isEmpty()) {
            audited.find(
                    Severity.MEDIUM,
                    "submission-account-missing",
                    name,
                    "there is no account for the submission program",
                    "Mail of local programs cannot wait when the server does not answer",
                    new Mend.Command("useradd --system --user-group --no-create-home --home-dir /nonexistent --shell "
                            + "/usr/sbin/nologin " + Mend.quoted(name)));
        } else if (mayLogIn(account.get())) {
            audited.find(
                    Severity.HIGH,
                    "submission-account-login",
                    name,
                    "the account of the submission program has the shell "
                            + account.get().shell(),
                    "It reads all mail that local programs hand in, and should be used for nothing else",
                    new Mend.Command("usermod --shell /usr/sbin/nologin " + Mend.quoted(name)));
        }
    }
}
