package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostNameProblem;
import org.postern.programs.profile.SystemProfile;

/// `postern init --profile KIND [FOLDER]`: writes a short commented configuration for one of the four kinds of
/// system, compiles it and builds its maps. Overwrites nothing.
final class InitProgram {
    static final String USAGE =
            "usage: postern init --profile logins|accounts|mailstore|firewall [FOLDER]    (FOLDER: /etc/mail)";
    private static final List<String> ACCOUNTS_WITHOUT_RIGHTS = List.of("smmta", "postern", "mailnull");
    private static final int FIRST_USER = 1000;
    private static final List<String> MADE = List.of("sendmail.cf", "submit.cf", "access.db", "aliases.db");

    private final Invocation invocation;
    private final Path start;
    private final Program makemap;
    private final Program newaliases;
    private final Accounts accounts;
    private final Path host;

    /// The command.
    ///
    /// @param start the working folder, absolute
    /// @param makemap the command `makemap`
    /// @param newaliases the command `newaliases`
    /// @param host the folder of this host's own configuration, which is not written before its accounts are there
    InitProgram(Invocation invocation, Path start, Program makemap, Program newaliases, Accounts accounts, Path host) {
        this.invocation = invocation;
        this.start = start;
        this.makemap = makemap;
        this.newaliases = newaliases;
        this.accounts = accounts;
        this.host = host;
    }

    int run(List<String> arguments) throws InterruptedException {
        Optional<SystemProfile> profile =
                arguments.size() < 2 || !arguments.getFirst().equals("--profile")
                        ? Optional.empty()
                        : SystemProfile.of(arguments.get(1));
        if (profile.isEmpty() || arguments.size() > 3) {
            invocation.error().println(USAGE);
            return SysExit.USAGE.code();
        }
        Path folder = start.resolve(arguments.size() == 3 ? arguments.get(2) : "/etc/mail")
                .normalize();
        try {
            return lacksAccounts(folder) ? SysExit.NO_USER.code() : make(profile.get(), folder);
        } catch (IOException broken) {
            invocation.error().println("postern init: cannot write in " + folder + ": " + broken);
            return SysExit.CANNOT_CREATE.code();
        }
    }

    private boolean lacksAccounts(Path folder) {
        List<String> commands = folder.equals(host) ? InitAccounts.commands(accounts) : List.of();
        if (!commands.isEmpty()) {
            invocation.error().println("postern init: nothing was written yet; make these accounts first, then again:");
            commands.forEach(command -> invocation.error().println("  " + command));
        }
        return !commands.isEmpty();
    }

    private int make(SystemProfile profile, Path folder) throws IOException, InterruptedException {
        Map<String, String> texts = texts(profile, folder);
        for (String name : texts.keySet()) {
            if (refuses(folder.resolve(name))) {
                return SysExit.CANNOT_CREATE.code();
            }
        }
        for (String name : MADE) {
            if (refuses(folder.resolve(name))) {
                return SysExit.CANNOT_CREATE.code();
            }
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            write(folder.resolve(text.getKey()), text.getValue());
        }
        for (String name : List.of("sendmail", "submit")) {
            if (!compile(folder.resolve(name + ".mc"), folder.resolve(name + ".cf"))) {
                return SysExit.SOFTWARE.code();
            }
        }
        int code = build(folder);
        if (code == SysExit.OK.code()) {
            List<String> files = new ArrayList<>(texts.keySet());
            files.addAll(List.of("sendmail.cf", "submit.cf"));
            new InitFolders(accounts, invocation.output()).settle(profile, folder, files);
            sayWhatIsNext(profile, folder);
        }
        return code;
    }

    private boolean refuses(Path file) {
        boolean there = Files.exists(file);
        if (there) {
            invocation.error().println("postern init: " + file + " is there already; nothing was changed");
        }
        return there;
    }

    private Map<String, String> texts(SystemProfile profile, Path folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("sendmail.mc", ProfileTexts.of(profile, folder, profile.withoutRoot() ? runAs() : ""));
        for (String name : List.of("submit.mc", "access", "aliases", "local-host-names")) {
            texts.put(name, ProfileTexts.resource(name).replace("@ROOT@", aliasOfRoot(person())));
        }
        return texts;
    }

    /// Who is likely to look after this host: whoever became root to run this, or else the first user with a login.
    private Optional<String> person() {
        Optional<Account> caller = Optional.ofNullable(invocation.environment().get("SUDO_USER"))
                .flatMap(name -> accounts.byName(name).found());
        return caller.or(() -> accounts.byUid(FIRST_USER).found())
                .filter(account -> account.uid() != 0)
                .map(Account::name);
    }

    private static String aliasOfRoot(Optional<String> person) {
        return person.map(name -> "root:\t\t" + name)
                .orElse("# root:\tyou\t\tname a person: mail for root waits in the queue until there is one");
    }

    private String runAs() {
        return ACCOUNTS_WITHOUT_RIGHTS.stream()
                .filter(name -> accounts.byName(name) instanceof AccountAnswer.Found<Account>)
                .findFirst()
                .map(name -> "define(`confRUN_AS_USER', `" + name + "')dnl")
                .orElse("dnl # Make an account for it, then: define(`confRUN_AS_USER', `smmta')dnl");
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, Ascii.bytes(text), StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private boolean compile(Path source, Path target) throws IOException {
        String text = Ascii.text(Files.readAllBytes(source));
        Optional<String> made = ProfileTexts.compiled(source.toString(), text, start, invocation.error());
        if (made.isPresent()) {
            write(target, made.get());
        }
        return made.isPresent();
    }

    private int build(Path folder) throws IOException, InterruptedException {
        int code = new ProfileMaps(makemap, invocation).access(folder, invocation.output(), invocation.error());
        if (code != SysExit.OK.code()) {
            return code;
        }
        return newaliases.run(invocation.with(
                "newaliases", List.of("-C", folder.resolve("sendmail.cf").toString())));
    }

    private void sayWhatIsNext(SystemProfile profile, Path folder) {
        invocation.output().print("""

                %s is ready for this kind of system: %s
                Next:
                  put the names that this host takes mail for into %s/local-host-names
                  read %s/sendmail.mc and change what you like
                  look what else is to be done:  postern audit --profile %s
                  try an address:  echo "/parse you@example.org" | sendmail -C %s/sendmail.cf -bt
                  start the server: sendmail -L sm-mta -bd -q15m
                  and what sends on mail that was left while it was down: sendmail -L sm-msp-queue -Ac -q15m
                """.formatted(folder, profile.title(), folder, folder, profile.word(), folder));
        if (profile == SystemProfile.FIREWALL) {
            invocation.output().println("  put the domains inside into " + folder + "/relay-domains");
        }
        invocation
                .output()
                .println(person().map(name -> "  root's mail goes to " + name + "; for somebody else change it in "
                                + folder + "/aliases, then: newaliases")
                        .orElse("  name somebody who gets root's mail in " + folder + "/aliases, then: newaliases"));
        HostNameProblem.ofThisHost(DaemonConfiguration.readWithoutPrograms(folder.resolve("sendmail.cf"), List.of()))
                .ifPresent(problem -> invocation.output().println("Before mail can work: " + problem.sentence()));
        invocation.output().flush();
    }
}
