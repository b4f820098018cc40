package org.postern.programs.mta;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.dns.TableResolver;
import org.postern.helper.UserRules;
import org.postern.mail.ControllingUser;
import org.postern.maps.AliasDatabase;
import org.postern.maps.AliasSource;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.Identity;

/// What the helper of this host knows about lists, programs and files.
public final class HostLists {
    /// sendmail's order (8.17): the first that exists and is not root.
    private static final List<String> USUAL = List.of("mailnull", "sendmail", "daemon");

    /// Alias files that a process without the network can ask.
    private static final Set<String> LOCAL = Set.of("btree", "cdb", "dbm", "hash", "implicit", "text");

    private HostLists() {}

    /// The rules by the helper's own copy of the configuration and its own look at the alias files.
    public static UserRules rules(Configuration configuration, Accounts accounts, Clock clock, EventSink events) {
        OptionValues options = configuration.options();
        List<String> files = options.list(CfOption.ALIAS_FILE).stream()
                .filter(value -> AliasSource.parse(List.of(value)).stream()
                        .allMatch(source -> LOCAL.contains(source.mapClass())))
                .toList();
        AliasDatabase aliases = AliasDatabase.open(
                files,
                HostMaps.alone(configuration, TableResolver.empty(), accounts, events, clock),
                options.duration(CfOption.ALIAS_WAIT).toSeconds());
        return UserRules.of(configuration, accounts, aliases::find, defaultUser(options, accounts));
    }

    /// DefaultUser; empty when it is root, or nobody.
    static Optional<Identity> defaultUser(OptionValues options, Accounts accounts) {
        String text = options.text(CfOption.DEFAULT_USER).strip();
        if (!text.isEmpty()) {
            return HostMaps.defaultUser(text, accounts);
        }
        return USUAL.stream()
                .flatMap(name -> accounts.byName(name).found().stream())
                .filter(account -> account.uid() != 0 && account.gid() != 0)
                .findFirst()
                .map(accounts::identityOf)
                .or(() -> Optional.of(new Identity(1, 1, List.of())));
    }

    /// The same for the log and the queue, which take no authority from it.
    static ControllingUser defaultUserByName(OptionValues options, Accounts accounts) {
        Identity identity = defaultUser(options, accounts).orElseGet(() -> new Identity(1, 1, List.of()));
        String name = accounts.byUid(identity.uid()).found().map(Account::name).orElse("daemon");
        return new ControllingUser(name, identity.uid(), identity.gid(), "");
    }
}
