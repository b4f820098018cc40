package org.postern.helper;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.base.Ascii;
import org.postern.cf.BlameFlag;
import org.postern.cf.CfClass;
import org.postern.cf.CfOption;
import org.postern.cf.CfTimeout;
import org.postern.cf.Configuration;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.Mailer;
import org.postern.cf.OptionValues;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.SessionMacros;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.Identity;

/// What the helper's own copy of the configuration says about users' files, programs and files.
///
/// @param aliases the helper's own look at the alias database
/// @param accounts the users of the host
/// @param forwardPath where forwarding is looked for, macros not yet replaced, `~/` for the
///     user's home
/// @param blame the checks that the administrator gave up
/// @param defaultUser DefaultUser; empty when it is root or nobody, and then nothing is done in its name
/// @param defaultName its name
/// @param trustedUser TrustedUser's number, 0 for root
/// @param trusted class t: users whose shell does not matter
/// @param hostName `$j`, for messages
/// @param program the mailer `prog`
/// @param file the mailer `*file*`
/// @param mailers all mailers, by name
/// @param jail SafeFileEnvironment; empty for none
/// @param fileMode TempFileMode
/// @param environment of programs
/// @param openTime Timeout.fileopen
/// @param shells where /etc/shells is
/// @param deadLetterDrop DeadLetterDrop; empty for none
/// @param expander replaces macros
public record UserRules(
        Function<String, LookupResult> aliases,
        Accounts accounts,
        List<String> forwardPath,
        Set<BlameFlag> blame,
        Optional<Identity> defaultUser,
        String defaultName,
        int trustedUser,
        CfClass trusted,
        String hostName,
        Optional<Mailer> program,
        Optional<Mailer> file,
        Function<String, Optional<Mailer>> mailers,
        String jail,
        int fileMode,
        Map<String, String> environment,
        Duration openTime,
        String shells,
        String deadLetterDrop,
        Expander expander) {
    /// Replaces macros in a text of the configuration.
    @FunctionalInterface
    public interface Expander {
        /// The text with the values of the configuration and these above them.
        String expand(String text, Map<String, String> macros);
    }

    private static final String USUAL_FORWARD = "~/.forward";

    public UserRules {
        forwardPath = List.copyOf(forwardPath);
        blame = Set.copyOf(blame);
        environment = Map.copyOf(environment);
    }

    /// What a configuration says.
    ///
    /// @param aliases looks an alias up, in files that this process reads itself
    /// @param defaultUser whom DefaultUser names, root and nobody excluded
    public static UserRules of(
            Configuration configuration,
            Accounts accounts,
            Function<String, LookupResult> aliases,
            Optional<Identity> defaultUser) {
        OptionValues options = configuration.options();
        Accounts users = options.flag(CfOption.DONT_INIT_GROUPS) ? new AccountsWithoutGroups(accounts) : accounts;
        RewriteEngine engine = new RewriteEngine(configuration, _ -> Optional.empty(), RewriteLimits.STANDARD);
        Expander expander = (text, macros) -> {
            SessionMacros scope = SessionMacros.above(configuration.scope());
            macros.forEach(scope::define);
            return engine.expand(text, scope);
        };
        return new UserRules(
                aliases,
                users,
                paths(options),
                Stream.of(BlameFlag.values()).filter(options::has).collect(Collectors.toSet()),
                defaultUser,
                defaultUser
                        .flatMap(user -> accounts.byUid(user.uid()).found())
                        .map(Account::name)
                        .orElse("daemon"),
                trustedUser(options.text(CfOption.TRUSTED_USER), accounts),
                configuration.classOf("t"),
                hostName(configuration.scope(), engine),
                configuration.mailer("prog"),
                configuration.mailer("*file*"),
                configuration::mailer,
                withoutEnd(options.text(CfOption.SAFE_FILE_ENVIRONMENT)),
                options.octal(CfOption.TEMP_FILE_MODE),
                environment(configuration),
                options.timeout(CfTimeout.FILE_OPEN),
                "/etc/shells",
                options.text(CfOption.DEAD_LETTER_DROP).strip(),
                expander);
    }

    private static int trustedUser(String value, Accounts accounts) {
        return accounts.byName(value)
                .found()
                .or(() -> value.matches("[0-9]{1,9}")
                        ? accounts.byUid(Integer.parseInt(value)).found()
                        : Optional.empty())
                .map(Account::uid)
                .orElse(0);
    }

    private static String hostName(MacroScope scope, RewriteEngine engine) {
        return scope.macro("j").map(text -> engine.expand(text, scope)).orElse("localhost");
    }

    private static List<String> paths(OptionValues options) {
        if (!options.isSet(CfOption.FORWARD_PATH)) {
            return List.of(USUAL_FORWARD);
        }
        return Stream.of(options.text(CfOption.FORWARD_PATH).split(":", -1))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .toList();
    }

    private static String withoutEnd(String directory) {
        String path = directory.strip();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }

    private static Map<String, String> environment(Configuration configuration) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("AGENT", "sendmail");
        String zone = configuration.options().text(CfOption.TIME_ZONE_SPEC);
        if (!zone.isEmpty()) {
            all.put("TZ", zone);
        }
        configuration.environment().forEach((name, value) -> value.ifPresent(text -> all.put(name, text)));
        return all;
    }

    /// The same with another list of shells.
    UserRules withShells(String file) {
        return with(blame, file);
    }

    /// The same with one more check given up.
    public UserRules forgiving(BlameFlag flag) {
        return with(Stream.concat(blame.stream(), Stream.of(flag)).collect(Collectors.toSet()), shells);
    }

    private UserRules with(Set<BlameFlag> forgiven, String shellFile) {
        return new UserRules(
                aliases,
                accounts,
                forwardPath,
                forgiven,
                defaultUser,
                defaultName,
                trustedUser,
                trusted,
                hostName,
                program,
                file,
                mailers,
                jail,
                fileMode,
                environment,
                openTime,
                shellFile,
                deadLetterDrop,
                expander);
    }

    boolean blames(BlameFlag flag) {
        return blame.contains(flag);
    }

    /// The files that may hold a user's forwarding, in order (sendmail op guide §5.6, ForwardPath).
    ///
    /// @param detail of the address; one with a slash would lead elsewhere and is taken for none
    public List<String> forwardFiles(Account user, String detail) {
        String safe = detail.indexOf('/') >= 0 ? "" : detail;
        Map<String, String> macros = Map.of("z", user.home(), "u", user.name(), "h", safe);
        return forwardPath.stream()
                .map(path -> path.startsWith("~/") ? user.home() + path.substring(1) : expander.expand(path, macros))
                .filter(path -> path.startsWith("/"))
                .toList();
    }

    /// True for the path of a program that is smrsh, which this process has built in.
    static boolean isRestrictedShell(String path) {
        return Ascii.sameIgnoringCase(path.substring(path.lastIndexOf('/') + 1), "smrsh");
    }
}
