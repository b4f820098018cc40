package org.postern.programs.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Clock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.LookupResult;
import org.postern.cf.Mailer;
import org.postern.cf.OptionValues;
import org.postern.helper.NetworkAccount;
import org.postern.helper.UserRules;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Account;
import org.postern.os.Identity;
import org.postern.programs.profile.SystemProfile;

/// What the checks look at: a host and what its configuration says.
///
/// @param configuration of the server
/// @param files what the reading of the configuration asked for
/// @param submission the `submit.cf` beside it
/// @param profile the kind of system that it shall be
/// @param findings takes what is found
record Audited(
        AuditHost host,
        Configuration configuration,
        AuditFiles files,
        Optional<Configuration> submission,
        Optional<SystemProfile> profile,
        Clock clock,
        Findings findings) {
    private static final String ROOT = "root";

    OptionValues options() {
        return configuration.options();
    }

    /// The number of TrustedUser; 0 when it is root or unknown.
    int trustedUser() {
        return account(options().text(CfOption.TRUSTED_USER)).map(Account::uid).orElse(0);
    }

    /// Who may own what the configuration names.
    Set<Integer> trusted() {
        Set<Integer> users = new HashSet<>(List.of(0));
        users.add(trustedUser());
        return users;
    }

    /// Who may own the queue: those, and the account of the network process.
    Set<Integer> queueOwners() {
        Set<Integer> owners = new HashSet<>(trusted());
        if (NetworkAccount.choose(options().text(CfOption.RUN_AS_USER), host.accounts())
                instanceof NetworkAccount.Chosen(String _, Identity identity, boolean _)) {
            owners.add(identity.uid());
        }
        return owners;
    }

    /// The name of the account that the queue belongs to.
    String queueOwner() {
        return NetworkAccount.choose(options().text(CfOption.RUN_AS_USER), host.accounts())
                        instanceof NetworkAccount.Chosen(String name, Identity _, boolean _)
                ? name
                : ROOT;
    }

    /// An account by its name or number.
    Optional<Account> account(String text) {
        boolean number = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        Optional<Account> named = host.accounts().byName(text).found();
        return named.isEmpty() && number
                ? host.accounts().byUid(Integer.parseInt(text)).found()
                : named;
    }

    /// The daemon's own demands on files, as root's process makes them.
    SafeMapFiles daemonChecks() {
        return SafeMapFiles.of(options(), new Identity(0, 0, List.of()), trustedUser(), false);
    }

    /// True when recipients of this kind exist: the local mailer has the letter `|` for programs, `/` for files,
    /// `:` for lists.
    boolean localMailerTakes(char letter) {
        return configuration.mailer("local").map(mailer -> mailer.has(letter)).orElse(false);
    }

    /// What the configuration says of users' own lists.
    UserRules userRules() {
        return UserRules.of(configuration, host.accounts(), _ -> LookupResult.NotFound.INSTANCE, Optional.empty());
    }

    /// True when the mailer runs a program; the path with macros replaced is in `P=`.
    static boolean runsProgram(Mailer mailer) {
        return mailer.path().startsWith("/");
    }

    void find(Severity severity, String name, String subject, String text, String why, Mend mend) {
        findings.add(severity, name, subject, text, why, mend.in(source()));
    }

    /// The `.mc` file that the configuration is made from.
    String source() {
        String file = configuration.file();
        return file.endsWith(".cf") ? file.substring(0, file.length() - 3) + ".mc" : Mend.USUAL_SOURCE;
    }
}
