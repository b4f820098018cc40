package org.postern.programs.mta;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.OptionValues;
import org.postern.cf.ReadingPlace;
import org.postern.dns.Resolver;
import org.postern.helper.FileAuthority;
import org.postern.helper.HelperAuthorities;
import org.postern.helper.MapAuthority;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperRequest;
import org.postern.maps.AliasSource;
import org.postern.maps.LdapConnections;
import org.postern.maps.LdapDefaults;
import org.postern.maps.LdapTrust;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapFileCheck;
import org.postern.maps.MapNeighbours;
import org.postern.maps.MapProgramRunner;
import org.postern.maps.MapSecrets;
import org.postern.maps.NamedFiles;
import org.postern.maps.ProgramMap;
import org.postern.maps.SafeMapFiles;
import org.postern.maps.ShownFiles;
import org.postern.os.Account;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;
import org.postern.os.FileRule;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;

/// What the maps of this host stand on: the file safety checks of its configuration, its accounts, hosts file and
/// services, and the way to programs and passwords.
public final class HostMaps {
    /// Set to `true` in a network process whose parent is root: then nobody runs it for himself alone.
    static final String UNDER_ROOT = "postern.under.root";

    private static final Duration PROGRAM_PATIENCE = Duration.ofSeconds(60);
    private static final int PROGRAMS_AT_ONCE = 4;

    private HostMaps() {}

    /// For a process that has no helper: the commands. Programs are not run, passwords are read directly.
    public static MapEnvironment alone(
            Configuration configuration, Resolver resolver, Accounts accounts, EventSink events, Clock clock) {
        return alone(configuration.options(), configuration.scope(), resolver, accounts, events, clock);
    }

    /// For a map that a configuration asks while it is being read.
    static MapEnvironment reading(
            ReadingPlace place, Resolver resolver, Accounts accounts, EventSink events, Clock clock) {
        return alone(place.options(), place.macros(), resolver, accounts, events, clock);
    }

    private static MapEnvironment alone(
            OptionValues options,
            MacroScope macros,
            Resolver resolver,
            Accounts accounts,
            EventSink events,
            Clock clock) {
        SafeMapFiles checks = checks(options, accounts, !ProcessIdentity.isRoot());
        return environment(
                options,
                macros,
                resolver,
                accounts,
                events,
                clock,
                checks,
                MapProgramRunner.refusing(),
                (map, path) -> firstLine(path, checks),
                ShownFiles.none());
    }

    /// For the network process: programs and passwords are the helper's business.
    ///
    /// @param ownFiles true when the server is an ordinary user's own
    static MapEnvironment withHelper(
            Configuration configuration,
            Resolver resolver,
            Accounts accounts,
            EventSink events,
            Clock clock,
            HelperClient helper,
            boolean ownFiles) {
        return environment(
                configuration.options(),
                configuration.scope(),
                resolver,
                accounts,
                events,
                clock,
                checks(configuration.options(), accounts, ownFiles),
                (map, command, key) -> run(helper, map, key),
                (map, path) -> secret(helper, map),
                path -> shown(helper, path));
    }

    private static MapEnvironment environment(
            OptionValues options,
            MacroScope macros,
            Resolver resolver,
            Accounts accounts,
            EventSink events,
            Clock clock,
            SafeMapFiles checks,
            MapProgramRunner programs,
            MapSecrets secrets,
            ShownFiles shown) {
        LdapDefaults defaults = new LdapDefaults(
                options.text(CfOption.LDAP_DEFAULT_SPEC),
                macros.macro("j").orElse("localhost"),
                macros.macro("sendmailMTACluster").orElse(""));
        return NameService.mapEnvironment(options, resolver, checks, clock, events)
                .withAccounts(accounts)
                .withFiles(checks)
                .withNeighbours(new MapNeighbours(
                        programs,
                        secrets,
                        new LdapConnections(LdapTrust.ofThisHost()),
                        defaults,
                        options.text(CfOption.USER_DATABASE_SPEC),
                        shown));
    }

    /// The checks for files that this process uses as it is.
    public static SafeMapFiles checks(OptionValues options, Accounts accounts, boolean ownFiles) {
        int trusted = account(options.text(CfOption.TRUSTED_USER), accounts)
                .map(Account::uid)
                .orElse(0);
        return SafeMapFiles.of(options, ProcessIdentity.effective(), trusted, ownFiles);
    }

    private static MapProgramRunner.Outcome run(HelperClient helper, String map, String key) {
        HelperRequest.RunMapProgram request;
        try {
            request = new HelperRequest.RunMapProgram(map, key);
        } catch (IllegalArgumentException unfit) {
            return new MapProgramRunner.Outcome.NotRun("the key is no argument for a program");
        }
        return switch (helper.runMapProgram(request)) {
            case HelperAnswer.ProgramEnded(int exit, boolean printed, String line) ->
                new MapProgramRunner.Outcome.Ended(exit, printed ? Optional.of(line) : Optional.empty());
            case HelperAnswer.Temporary(var _, String _, String text) -> new MapProgramRunner.Outcome.NotRun(text);
            case HelperAnswer.Refused(String text) -> new MapProgramRunner.Outcome.NotRun(text);
            case HelperAnswer.Delivered _,
                    HelperAnswer.Failed _,
                    HelperAnswer.Secret _,
                    HelperAnswer.PasswordJudged _,
                    HelperAnswer.ClassPart _,
                    HelperAnswer.ListPart _,
                    HelperAnswer.NoList _,
                    HelperAnswer.OfFile _,
                    HelperAnswer.ProgramFailed _,
                    HelperAnswer.Pong _ -> new MapProgramRunner.Outcome.NotRun("an answer to another question");
        };
    }

    private static Optional<String> secret(HelperClient helper, String map) {
        return helper.readMapSecret(new HelperRequest.ReadMapSecret(map)) instanceof HelperAnswer.Secret(String word)
                ? Optional.of(word)
                : Optional.empty();
    }

    /// Asks the helper for a copy.
    static ShownFiles.Answer shown(HelperClient helper, String path) {
        HelperRequest.ShowFile request;
        try {
            request = new HelperRequest.ShowFile(path);
        } catch (IllegalArgumentException unfit) {
            return new ShownFiles.Answer.Unavailable("the name does not go over the pair");
        }
        return switch (helper.showFile(request)) {
            case HelperAnswer.FileCopy(String copy) -> new ShownFiles.Answer.Copy(Path.of(copy));
            case HelperAnswer.NoFile(boolean missing, String reason) ->
                missing ? new ShownFiles.Answer.Missing() : new ShownFiles.Answer.Unsafe(reason);
            case HelperAnswer.Temporary(var _, String _, String text) -> new ShownFiles.Answer.Unavailable(text);
            case HelperAnswer.Refused(String text) -> new ShownFiles.Answer.Unavailable(text);
            case HelperAnswer.Delivered _,
                    HelperAnswer.Failed _,
                    HelperAnswer.Secret _,
                    HelperAnswer.PasswordJudged _,
                    HelperAnswer.ListPart _,
                    HelperAnswer.ClassPart _,
                    HelperAnswer.NoList _,
                    HelperAnswer.ProgramFailed _,
                    HelperAnswer.ProgramEnded _,
                    HelperAnswer.Pong _ -> new ShownFiles.Answer.Unavailable("an answer to another question");
        };
    }

    private static Optional<String> firstLine(String path, SafeMapFiles checks) {
        try {
            Path file = Path.of(path);
            if (checks.refusal(file, SafeMapFiles.Purpose.SECRET).isPresent()) {
                return Optional.empty();
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().findFirst();
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    /// What the network process may ask of the helper, by the helper's own copy of the configuration.
    public static HelperAuthorities authorities(
            DaemonConfiguration.OfHelper read, Accounts accounts, Clock clock, EventSink events) {
        Configuration configuration = read.configuration();
        return new HelperAuthorities(
                authority(configuration, accounts),
                files(configuration, accounts, read.files()),
                read.classes(),
                HostSasl.passwords(
                        configuration.options(),
                        configuration.scope().macro("j").orElse("localhost"),
                        clock,
                        events));
    }

    /// What the helper may do for the maps of its own copy of the configuration.
    private static MapAuthority authority(Configuration configuration, Accounts accounts) {
        OptionValues options = configuration.options();
        List<MapDeclaration> declarations = new ArrayList<>(configuration.maps());
        AliasSource.parse(options.list(CfOption.ALIAS_FILE)).forEach(source -> declarations.add(source.declaration()));
        return new MapAuthority(
                ProgramMap.commands(declarations),
                LdapDefaults.secretFiles(declarations, options.text(CfOption.LDAP_DEFAULT_SPEC)),
                defaultUser(options.text(CfOption.DEFAULT_USER), accounts),
                PROGRAM_PATIENCE,
                PROGRAMS_AT_ONCE);
    }

    /// The files that the helper makes readable: those of the maps and alias files, those that the reading of its own
    /// copy of the configuration read, those of TLS and those of authentication.
    ///
    /// @param named the latter
    private static FileAuthority files(Configuration configuration, Accounts accounts, List<String> named) {
        OptionValues options = configuration.options();
        SafeMapFiles checks = checks(options, accounts, false);
        Map<String, MapFileCheck.Purpose> files = NamedFiles.of(
                configuration.maps(),
                AliasSource.parse(options.list(CfOption.ALIAS_FILE)),
                options.text(CfOption.USER_DATABASE_SPEC));
        named.forEach(path -> files.putIfAbsent(path, MapFileCheck.Purpose.CLASS_FILE));
        Map<String, SafeFileRules> demands = new HashMap<>();
        files.forEach((path, purpose) -> {
            if (path.startsWith("/")) {
                demands.put(path, checks.demands(purpose));
            }
        });
        Map<String, SafeFileRules> authentication = HostSasl.files(options);
        authentication.forEach(demands::putIfAbsent);
        String info = options.text(CfOption.DEFAULT_AUTH_INFO).strip();
        if (info.startsWith("/")) {
            demands.put(info, HostAuthInfo.rules(options));
        }
        Set<String> configurationItself = new HashSet<>(named);
        TlsOptions.files(options).forEach((path, purpose) -> {
            if (path.startsWith("/")) {
                SafeFileRules rules = checks.demands(purpose);
                Set<FileRule> all = EnumSet.of(FileRule.NO_LINK_BELOW_OTHERS);
                all.addAll(rules.rules());
                demands.put(path, new SafeFileRules(all, rules.user(), rules.trustedUser()));
                configurationItself.add(path);
            }
        });
        configurationItself.retainAll(demands.keySet());
        return new FileAuthority(demands, configurationItself, Path.of("/"), FileAuthority.USUAL_STATE);
    }

    /// Where the network process can read a file of its configuration that it may not read itself.
    static String place(HelperClient helper, String path) {
        return shown(helper, path) instanceof ShownFiles.Answer.Copy(Path copy) ? copy.toString() : path;
    }

    /// The option DefaultUser: `user`, `user:group`, `user.group`, `user/group` or numbers; empty when it means root or
    /// nobody at all.
    static Optional<Identity> defaultUser(String text, Accounts accounts) {
        int split = text.indexOf(':');
        if (split < 0 && account(text, accounts).isEmpty()) {
            split = Math.max(text.indexOf('.'), text.indexOf('/'));
        }
        String user = split < 0 ? text : text.substring(0, split);
        String group = split < 0 ? "" : text.substring(split + 1);
        Optional<Account> account = account(user, accounts);
        Optional<Integer> uid = account.map(Account::uid).or(() -> number(user));
        Optional<Integer> gid = group.isEmpty()
                ? account.map(Account::gid)
                : number(group).or(() -> accounts.groupByName(group).found().map(AccountGroup::gid));
        if (uid.isEmpty() || gid.isEmpty() || uid.get() == 0 || gid.get() == 0) {
            return Optional.empty();
        }
        List<Integer> groups = account.map(accounts::groupsOf).orElse(List.of()).stream()
                .filter(number -> number != 0)
                .toList();
        return Optional.of(new Identity(uid.get(), gid.get(), groups));
    }

    static Optional<Account> account(String text, Accounts accounts) {
        return accounts.byName(text)
                .found()
                .or(() -> number(text).flatMap(uid -> accounts.byUid(uid).found()));
    }

    private static Optional<Integer> number(String text) {
        boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> Ascii.isDigit((char) c));
        return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
