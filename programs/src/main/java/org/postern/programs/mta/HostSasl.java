package org.postern.programs.mta;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.BlameFlag;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.helper.PasswordAuthority;
import org.postern.maps.ShownFiles;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.Identity;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;
import org.postern.programs.secrets.SecretFile;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.AutoTransition;
import org.postern.sasl.ClientMechanisms;
import org.postern.sasl.DovecotCheck;
import org.postern.sasl.KerberosKeys;
import org.postern.sasl.MechanismName;
import org.postern.sasl.PasswordCheck;
import org.postern.sasl.PasswordMethod;
import org.postern.sasl.PwcheckCheck;
import org.postern.sasl.SaslConfiguration;
import org.postern.sasl.SaslPolicy;
import org.postern.sasl.SaslauthdCheck;
import org.postern.sasl.ScramFakes;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretStore;
import org.postern.sasl.ServerBackends;
import org.postern.sasl.ServerMechanisms;
import org.postern.sasl.StoreCheck;

/// What authentication stands on at this host: `Sendmail.conf`, the file of secrets, the password services, and the
/// options of sendmail.cf.
final class HostSasl {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PWCHECK = "/var/pwcheck/pwcheck";
    private static final Path MACHINE = Path.of("/etc/machine-id");
    private static final int LARGEST_CONFIGURATION = 64 << 10;

    /// What was found of `Sendmail.conf`.
    ///
    /// @param path where it is; empty when there is none
    /// @param problems why it is not used, and what in it is not understood
    record Found(Optional<String> path, SaslConfiguration configuration, List<String> problems) {}

    private HostSasl() {}

    /// The mechanisms that this host offers.
    ///
    /// @param shown asks the helper for a copy of a file
    /// @param system judges passwords of the system
    static ServerMechanisms server(
            Configuration configuration,
            Function<String, ShownFiles.Answer> shown,
            PasswordCheck system,
            Clock clock,
            SecureRandom random,
            EventSink events) {
        OptionValues options = configuration.options();
        Found found = find(rules(options, false), shown);
        found.problems()
                .forEach(problem ->
                        events.accept(DaemonEvent.problem("network.sasl", "NOQUEUE: Sendmail.conf: " + problem)));
        if (options.isSet(CfOption.AUTH_MECHANISMS)
                && options.list(CfOption.AUTH_MECHANISMS).contains(MechanismName.KERBEROS_V4.text())) {
            events.accept(DaemonEvent.info(
                    "network.sasl", "AuthMechanisms: KERBEROS_V4 is history; GSSAPI (Kerberos 5) replaced it"));
        }
        SaslConfiguration sasl = found.configuration();
        SecretStore store = new HostSecrets(
                sasl.secretsFile(),
                rules(options, true),
                shown,
                clock,
                problem -> events.accept(
                        DaemonEvent.problem("network.sasl", "NOQUEUE: error: safesasl failed: " + problem)));
        ScramFakes fakes = new ScramFakes(fakeKey(random));
        boolean somebody = found.path().isPresent() || Files.exists(Path.of(sasl.secretsFile()));
        KerberosKeys kerberos = new KerberosKeys(() -> keytab(sasl.keytab(), shown));
        ServerBackends backends = new ServerBackends(
                available(sasl, somebody, kerberos),
                store,
                checks(sasl, store, fakes, system),
                kerberos,
                fakes,
                random,
                clock);
        return new ServerMechanisms(policy(options), backends);
    }

    /// What this host authenticates with elsewhere.
    static ClientMechanisms client(Configuration configuration, SecureRandom random) {
        return new ClientMechanisms(policy(configuration.options()), random);
    }

    private static SaslPolicy policy(OptionValues options) {
        return new SaslPolicy(
                options.list(CfOption.AUTH_MECHANISMS),
                AuthOptions.of(options.text(CfOption.AUTH_OPTIONS)),
                Math.clamp(options.number(CfOption.AUTH_MAX_BITS), 0, Integer.MAX_VALUE));
    }

    /// Without a configuration and without secrets nobody can say who he is but by a certificate: then sendmail
    /// offers what must fail, and we do not.
    private static Set<MechanismName> available(SaslConfiguration sasl, boolean somebody, KerberosKeys kerberos) {
        Set<MechanismName> names = EnumSet.of(MechanismName.EXTERNAL);
        if (somebody) {
            names.addAll(EnumSet.complementOf(EnumSet.of(MechanismName.GSSAPI, MechanismName.KERBEROS_V4)));
        }
        if (kerberos.file().get().isPresent()) {
            names.add(MechanismName.GSSAPI);
        }
        if (!sasl.mechanisms().isEmpty()) {
            names.retainAll(sasl.mechanisms());
        }
        return names;
    }

    /// Where the keytab can be read now: itself, or as the copy of the helper.
    private static Optional<File> keytab(String path, Function<String, ShownFiles.Answer> shown) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        File own = new File(path);
        return own.canRead()
                ? Optional.of(own)
                : shown.apply(path) instanceof ShownFiles.Answer.Copy(Path copy)
                        ? Optional.of(copy.toFile())
                        : Optional.empty();
    }

    private static List<PasswordCheck> checks(
            SaslConfiguration sasl, SecretStore store, ScramFakes fakes, PasswordCheck system) {
        List<PasswordCheck> checks = new ArrayList<>();
        for (PasswordMethod method : sasl.methods()) {
            switch (method) {
                case STORE -> checks.add(new StoreCheck(store, fakes));
                case SASLAUTHD -> checks.add(new SaslauthdCheck(sasl.saslauthdPath(), PATIENCE));
                case DOVECOT -> checks.add(new DovecotCheck(sasl.dovecotPath(), PATIENCE));
                case PWCHECK -> checks.add(new PwcheckCheck(PWCHECK, PATIENCE));
                case SYSTEM -> checks.add(system);
                case REFUSED -> {}
            }
        }
        return checks;
    }

    /// The key of the made-up salts: the same after a restart, another one on each host.
    private static Secret fakeKey(SecureRandom random) {
        try {
            byte[] machine = Files.readAllBytes(MACHINE);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("salts of users who do not exist".getBytes(StandardCharsets.US_ASCII));
            return Secret.of(digest.digest(machine));
        } catch (IOException | GeneralSecurityException _) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            return Secret.of(key);
        }
    }

    /// Reads `Sendmail.conf` from the first place that has one.
    private static Found find(SafeFileRules rules, Function<String, ShownFiles.Answer> shown) {
        for (String place : SaslConfiguration.PLACES) {
            switch (SafeFileWalk.openForReading(place, rules)) {
                case SafeOpen.Opened opened -> {
                    opened.file().close();
                    return read(place, Path.of(place));
                }
                case SafeOpen.Refused(String reason, String _) -> {
                    return reason.equals(Errno.text(Errno.EACCES))
                            ? ofTheHelper(place, shown)
                            : unusable(place, reason);
                }
                case SafeOpen.Failed failed -> {
                    if (!failed.isMissing()) {
                        Found copy = ofTheHelper(place, shown);
                        if (copy.path().isPresent()) {
                            return copy;
                        }
                    }
                }
            }
        }
        return new Found(Optional.empty(), SaslConfiguration.usual(), List.of());
    }

    private static Found ofTheHelper(String place, Function<String, ShownFiles.Answer> shown) {
        return switch (shown.apply(place)) {
            case ShownFiles.Answer.Copy(Path copy) -> read(place, copy);
            case ShownFiles.Answer.Missing _ -> new Found(Optional.empty(), SaslConfiguration.usual(), List.of());
            case ShownFiles.Answer.Unsafe(String reason) -> unusable(place, reason);
            case ShownFiles.Answer.Unavailable(String reason) -> unusable(place, reason);
        };
    }

    private static Found unusable(String place, String reason) {
        return new Found(
                Optional.empty(), SaslConfiguration.usual(), List.of("safesasl(" + place + ") failed: " + reason));
    }

    private static Found read(String place, Path file) {
        SafeFileRules any = SafeFileRules.of(ProcessIdentity.effective(), FileRule.REGULAR_ONLY, FileRule.ROOT_IS_ROOT);
        try {
            if (SafeFileWalk.openForReading(file.toString(), any) instanceof SafeOpen.Opened opened) {
                try (var open = opened.file()) {
                    SaslConfiguration read = SaslConfiguration.parse(Ascii.text(open.readAll(LARGEST_CONFIGURATION)));
                    return new Found(Optional.of(place), read, read.problems());
                }
            }
            return unusable(place, "it cannot be opened");
        } catch (OsException failed) {
            return unusable(place, failed.reason());
        }
    }

    /// sendmail's demands on the files of SASL (sendmail op guide §5.6; `safesaslfile`).
    ///
    /// @param secrets true for a file with passwords
    static SafeFileRules rules(OptionValues options, boolean secrets) {
        Set<FileRule> rules = EnumSet.of(
                FileRule.REGULAR_ONLY,
                FileRule.SAFE_DIRECTORIES,
                FileRule.NO_LINK_IN_UNSAFE_DIRECTORY,
                FileRule.NO_WORLD_WRITE,
                FileRule.NO_GROUP_WRITE,
                FileRule.ROOT_IS_ROOT);
        if (options.has(BlameFlag.TRUST_STICKY_BIT)) {
            rules.add(FileRule.STICKY_DIRECTORY_IS_SAFE);
        }
        if (options.has(BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE)) {
            rules.add(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        }
        if (secrets) {
            rules.add(FileRule.NO_WORLD_READ);
            if (!options.has(BlameFlag.GROUP_READABLE_SASL_DB_FILE)) {
                rules.add(FileRule.NO_GROUP_READ);
            }
            if (options.has(BlameFlag.GROUP_WRITABLE_SASL_DB_FILE)) {
                rules.remove(FileRule.NO_GROUP_WRITE);
            }
        }
        Identity user = ProcessIdentity.effective();
        return new SafeFileRules(rules, user, 0);
    }

    private static SafeFileRules ofRoot(SafeFileRules rules) {
        Set<FileRule> all = EnumSet.of(FileRule.SAFE_DIRECTORIES, FileRule.ROOT_DIRECTORIES, FileRule.MUST_OWN);
        all.addAll(rules.rules());
        return new SafeFileRules(all, rules.user(), 0, 0);
    }

    /// What the helper may say about passwords of this system: nothing unless a `Sendmail.conf` that nobody but root
    /// could have written asks for it.
    ///
    /// @param hostName the realm where AuthRealm names none
    static PasswordAuthority passwords(OptionValues options, String hostName, Clock clock, EventSink events) {
        SaslConfiguration sasl = find(ofRoot(rules(options, false)), _ -> new ShownFiles.Answer.Missing())
                .configuration();
        if (!sasl.methods().contains(PasswordMethod.SYSTEM)) {
            return PasswordAuthority.NONE;
        }
        String realm = options.text(CfOption.AUTH_REALM);
        SystemPasswords passwords = SystemPasswords.ofSystem(realm.isEmpty() ? hostName : realm, clock);
        return sasl.autoTransition() == AutoTransition.OFF
                        || !sasl.secretsFile().startsWith("/")
                ? passwords
                : new KeepingPasswords(
                        passwords,
                        new SecretFile(Path.of(sasl.secretsFile()), new RealDurableFiles()),
                        sasl.autoTransition() == AutoTransition.ALL && sasl.needsPlain(),
                        events);
    }

    /// The files that the helper makes readable for authentication: the configuration at all its places, and the
    /// secrets and the keytab that it names. What it names counts only when nobody but root could have written it:
    /// whoever else owned it could name any file of root there.
    static Map<String, SafeFileRules> files(OptionValues options) {
        Map<String, SafeFileRules> files = new HashMap<>();
        SaslConfiguration.PLACES.forEach(place -> files.put(place, rules(options, false)));
        Found found = find(ofRoot(rules(options, false)), _ -> new ShownFiles.Answer.Missing());
        String secrets = found.configuration().secretsFile();
        for (String secret : List.of(secrets, found.configuration().keytab())) {
            if (secret.startsWith("/")) {
                files.put(secret, rules(options, true));
            }
        }
        return files;
    }
}
