package org.postern.sasl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// What `Sendmail.conf` says (Cyrus SASL, doc/options): lines `name: value`, comments behind `#` at the beginning.
///
/// @param methods `pwcheck_method`, in its order; `auxprop` when the file does not say
/// @param mechanisms `mech_list`; empty: all
/// @param autoTransition `auto_transition`
/// @param secretsFile `sasldb_path`
/// @param saslauthdPath `saslauthd_path`, the socket itself
/// @param dovecotPath `dovecot_path`, a word of ours: the authentication socket of dovecot
/// @param keytab `keytab` or `srvtab`: the keys of this host for GSSAPI; empty: none. The usual one of the system holds
///     keys of other services and is taken only when it is named
/// @param problems what is not understood or not done, for the log
public record SaslConfiguration(
        List<PasswordMethod> methods,
        Set<MechanismName> mechanisms,
        AutoTransition autoTransition,
        String secretsFile,
        String saslauthdPath,
        String dovecotPath,
        String keytab,
        List<String> problems) {
    /// Where the file is looked for, in this order.
    public static final List<String> PLACES = List.of(
            "/etc/mail/sasl/Sendmail.conf.2",
            "/etc/mail/sasl/Sendmail.conf",
            "/etc/sasl2/Sendmail.conf",
            "/etc/sasl/Sendmail.conf",
            "/usr/lib/sasl2/Sendmail.conf",
            "/usr/lib/sasl/Sendmail.conf");

    /// The file of secrets when the configuration names none.
    public static final String USUAL_SECRETS = "/etc/sasldb2";

    private static final int MAX_SIZE = 64 * 1024;
    private static final String SASLAUTHD_DIRECTORY = "/run/saslauthd";
    private static final String DOVECOT = "/run/dovecot/auth-client";
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "log_level",
            "auxprop_plugin",
            "canon_user_plugin",
            "default_realm",
            "allowanonymouslogin",
            "minimum_layer",
            "reauth_timeout",
            "allow_plaintext",
            "srvtab");

    public SaslConfiguration {
        methods = List.copyOf(methods);
        mechanisms = Set.copyOf(mechanisms);
        problems = List.copyOf(problems);
    }

    /// Without a file.
    public static SaslConfiguration usual() {
        return parse("");
    }

    /// Reads the text of the file; every text gives a configuration, and [#problems].
    public static SaslConfiguration parse(String text) {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        String bounded = text.length() > MAX_SIZE ? text.substring(0, MAX_SIZE) : text;
        for (String line : bounded.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (colon < 1) {
                problems.add("not understood: " + shown(line));
                continue;
            }
            values.put(
                    Ascii.lower(line.substring(0, colon).strip()),
                    line.substring(colon + 1).strip());
        }
        return of(new HashMap<>(values), problems);
    }

    private static SaslConfiguration of(Map<String, String> values, List<String> problems) {
        List<PasswordMethod> methods = methods(take(values, "pwcheck_method", "auxprop"), problems);
        Set<MechanismName> mechanisms = mechanisms(take(values, "mech_list", ""), problems);
        AutoTransition transition = transition(take(values, "auto_transition", "no"));
        if (transition != AutoTransition.OFF && !methods.contains(PasswordMethod.SYSTEM)) {
            problems.add("auto_transition is done for pwcheck_method shadow only; saslpasswd2 adds secrets");
        }
        String secrets = take(values, "sasldb_path", USUAL_SECRETS);
        String saslauthd = take(values, "saslauthd_path", SASLAUTHD_DIRECTORY + "/mux");
        String dovecot = take(values, "dovecot_path", DOVECOT);
        String srvtab = values.getOrDefault("srvtab", "");
        String keytab = take(values, "keytab", srvtab);
        values.keySet().stream()
                .filter(name -> !WITHOUT_EFFECT.contains(name))
                .sorted()
                .forEach(name -> problems.add("option " + shown(name) + " has no effect here"));
        return new SaslConfiguration(methods, mechanisms, transition, secrets, saslauthd, dovecot, keytab, problems);
    }

    /// True when a mechanism is let through that needs passwords as they are.
    public boolean needsPlain() {
        return mechanisms.isEmpty()
                || mechanisms.contains(MechanismName.CRAM_MD5)
                || mechanisms.contains(MechanismName.DIGEST_MD5);
    }

    /// True when one of the mechanisms that a server offers is let through and needs passwords as they are.
    ///
    /// @param offered names of mechanisms, as AuthMechanisms of `sendmail.cf` has them
    public boolean needsPlain(List<String> offered) {
        return needsPlain()
                && offered.stream()
                        .flatMap(name -> MechanismName.of(name).stream())
                        .filter(name -> mechanisms.isEmpty() || mechanisms.contains(name))
                        .anyMatch(name -> name == MechanismName.CRAM_MD5 || name == MechanismName.DIGEST_MD5);
    }

    private static String take(Map<String, String> values, String name, String otherwise) {
        String value = values.remove(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static List<PasswordMethod> methods(String words, List<String> problems) {
        Set<PasswordMethod> methods = new LinkedHashSet<>();
        for (String word : words(words)) {
            Optional<PasswordMethod> method = PasswordMethod.of(word);
            if (method.isEmpty() || method.get() == PasswordMethod.REFUSED) {
                problems.add("pwcheck_method " + shown(word) + " is not done; saslauthd asks PAM, Kerberos and others");
            } else {
                methods.add(method.get());
            }
        }
        return List.copyOf(methods);
    }

    private static Set<MechanismName> mechanisms(String words, List<String> problems) {
        Set<MechanismName> mechanisms = new LinkedHashSet<>();
        for (String word : words(words)) {
            MechanismName.of(word)
                    .ifPresentOrElse(
                            mechanisms::add, () -> problems.add("mech_list: there is no mechanism " + shown(word)));
        }
        return mechanisms;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+", 64))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static AutoTransition transition(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "noplain" -> AutoTransition.WITHOUT_PLAIN;
            case "yes", "true", "on", "1" -> AutoTransition.ALL;
            default -> AutoTransition.OFF;
        };
    }

    private static String shown(String text) {
        return PeerText.escape(text, 80);
    }
}
