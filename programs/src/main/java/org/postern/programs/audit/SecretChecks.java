package org.postern.programs.audit;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.sasl.PasswordMethod;
import org.postern.sasl.SaslConfiguration;
import org.postern.sasl.SecretTable;
import org.postern.sasl.UserName;

/// Passwords that are kept as they are although nothing needs them so, and ports that ask for passwords that nobody
/// has.
final class SecretChecks implements Check {
    private static final int LARGEST = 64 << 20;
    private static final int LARGEST_CONFIGURATION = 1 << 20;
    private static final List<String> WITHOUT_PASSWORD = List.of("EXTERNAL", "GSSAPI", "KERBEROS_V4", "ANONYMOUS");

    @Override
    public void look(Audited audited) {
        SaslConfiguration sasl = configuration(audited.host());
        String file = sasl.secretsFile();
        Optional<byte[]> bytes = audited.host().bytes(file, LARGEST);
        if (bytes.isPresent() && SecretTable.isOurs(bytes.get())) {
            try {
                inTheClear(audited, sasl, file, SecretTable.parse(bytes.get()));
            } catch (SecretTable.DamagedException _) {
                // whoever logs in hears of it, and so does the log
            }
        }
        if (audited.host().find(file).isEmpty()) {
            nobody(audited, sasl, file);
        }
    }

    private static SaslConfiguration configuration(AuditHost host) {
        return SaslConfiguration.PLACES.stream()
                .flatMap(place -> host.text(place, LARGEST_CONFIGURATION).stream())
                .findFirst()
                .map(SaslConfiguration::parse)
                .orElseGet(SaslConfiguration::usual);
    }

    private static List<String> mechanisms(Audited audited) {
        return audited.options().list(CfOption.AUTH_MECHANISMS);
    }

    private static void inTheClear(Audited audited, SaslConfiguration sasl, String file, SecretTable table) {
        List<UserName> clear = table.names().stream()
                .filter(user -> table.properties(user).contains(SecretTable.PLAIN))
                .toList();
        if (clear.isEmpty() || sasl.needsPlain(mechanisms(audited))) {
            return;
        }
        Optional<UserName> alone = clear.stream()
                .filter(user -> !table.properties(user).contains(SecretTable.KEYS))
                .findFirst();
        audited.find(
                Severity.MEDIUM,
                "password-in-the-clear",
                file,
                clear.size() == 1
                        ? "holds the password of one user as it is, which no mechanism here needs"
                        : "holds the passwords of " + clear.size()
                                + " users as they are, which no mechanism here needs",
                "Whoever sees the file or a backup of it has the passwords; salted keys are enough",
                new Mend.Command(alone.map(user ->
                                "saslpasswd2 -n -c -u " + Mend.quoted(user.realm()) + " " + Mend.quoted(user.name()))
                        .orElse("sed -i '/^[^ ]* [^ ]* " + SecretTable.PLAIN + " /d' " + Mend.quoted(file))));
    }

    /// A port that demands AUTH while no way to log in is set up.
    private static void nobody(Audited audited, SaslConfiguration sasl, String file) {
        boolean demands = audited.options().daemons().stream().anyMatch(port -> port.has('a'));
        boolean bySecrets = sasl.methods().equals(List.of(PasswordMethod.STORE));
        boolean otherwise = mechanisms(audited).stream()
                .anyMatch(name -> audited.options().isSet(CfOption.AUTH_MECHANISMS)
                        && WITHOUT_PASSWORD.stream().anyMatch(known -> Ascii.sameIgnoringCase(known, name)));
        if (demands && bySecrets && !otherwise) {
            audited.find(
                    Severity.INFO,
                    "nobody-can-log-in",
                    file,
                    "is not there, and so nobody has a password for the port that asks for AUTH",
                    "Users cannot send mail through this host; where none shall, the port can go",
                    new Mend.Command("saslpasswd2 -n -c -u "
                            + Mend.quoted(
                                    audited.configuration().scope().macro("j").orElse("localhost"))
                            + " USER"));
        }
    }
}
