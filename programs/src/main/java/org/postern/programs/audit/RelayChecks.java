package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.cf.AddressUse;
import org.postern.cf.CheckResult;
import org.postern.cf.Configuration;
import org.postern.cf.MapDeclaration;
import org.postern.cf.Resolution;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.SessionMacros;
import org.postern.dns.TableResolver;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapFileCheck;
import org.postern.maps.MapSet;

/// Tries itself: does a stranger get mail through to another stranger? The rules of this configuration answer, with
/// its own maps; no name server is asked.
final class RelayChecks implements Check {
    private static final String OUTSIDE = "relay-probe.example";
    private static final Set<String> READ_FILES =
            Set.of("hash", "btree", "dbm", "cdb", "text", "stab", "implicit", "userdb");

    /// An address in the network for documentation (RFC 5737).
    private static final String STRANGER = "203.0.113.77";

    @Override
    public void look(Audited audited) {
        Configuration configuration = below(audited.host(), audited.configuration());
        MapEnvironment environment = MapEnvironment.of(TableResolver.empty())
                .withAccounts(audited.host().accounts())
                .withFiles(MapFileCheck.allowAll())
                .withEvents(EventSink.none());
        MapSet maps = MapSet.open(configuration.maps(), environment);
        RewriteEngine rules = new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD);
        String here = configuration
                .scope()
                .macro("j")
                .map(name -> rules.expand(name, configuration.scope()))
                .orElse("localhost");
        for (String recipient : recipients(here)) {
            if (relays(rules, "stranger@other-probe.example", recipient)) {
                open(audited, recipient);
                return;
            }
        }
        for (String sender : List.of("postmaster@" + here, "<>", "postmaster")) {
            if (relays(rules, sender, "someone@" + OUTSIDE)) {
                bySender(audited, sender);
                return;
            }
        }
    }

    /// The forms that have fooled mail servers.
    private static List<String> recipients(String here) {
        String stranger = "someone@" + OUTSIDE;
        return List.of(
                stranger,
                "someone%" + OUTSIDE + "@" + here,
                "\"" + stranger + "\"@" + here,
                "\"someone%" + OUTSIDE + "\"",
                "@" + here + ":" + stranger,
                OUTSIDE + "!someone@" + here,
                OUTSIDE + "!someone",
                stranger + "@" + here,
                "someone%" + OUTSIDE + "@[127.0.0.1]",
                "\"" + stranger + "\"");
    }

    /// True when the rules accept the recipient and would send it away to a host that is not ours.
    private static boolean relays(RewriteEngine rules, String sender, String recipient) {
        SessionMacros macros = SessionMacros.above(rules.configuration().scope());
        Map.of(
                        "client_addr",
                        STRANGER,
                        "client_name",
                        "[" + STRANGER + "]",
                        "client_ptr",
                        "",
                        "client_resolve",
                        "FAIL",
                        "daemon_name",
                        "MTA",
                        "_",
                        "[" + STRANGER + "]",
                        "s",
                        "other-probe.example",
                        "r",
                        "ESMTP",
                        "mail_from",
                        sender,
                        "f",
                        sender)
                .forEach(macros::define);
        if (rules.resolve(sender, AddressUse.ENVELOPE_SENDER, macros) instanceof Resolution.ToMailer from) {
            macros.define("mail_mailer", from.mailer().name());
            macros.define("mail_host", from.host().isEmpty() ? "localhost" : from.host());
            macros.define("mail_addr", from.user());
        }
        if (!(rules.resolve(recipient, AddressUse.ENVELOPE_RECIPIENT, macros) instanceof Resolution.ToMailer to)
                || !to.mailer().network()
                || !(to.host().contains(OUTSIDE) || to.user().contains(OUTSIDE))) {
            return false;
        }
        macros.define("rcpt_mailer", to.mailer().name());
        macros.define("rcpt_host", to.host());
        macros.define("rcpt_addr", to.user());
        return accepts(rules.check("check_rcpt", "<" + recipient + ">", macros));
    }

    private static boolean accepts(CheckResult result) {
        return switch (result) {
            case CheckResult.Accepted _, CheckResult.Quarantined _ -> true;
            case CheckResult.Rejected _, CheckResult.Discarded _, CheckResult.TemporaryFailure _ -> false;
        };
    }

    private static void open(Audited audited, String recipient) {
        audited.find(
                Severity.CRITICAL,
                "relay-open",
                "check_rcpt",
                "takes mail from a stranger (" + STRANGER + ") to <" + recipient + "> and sends it on",
                "The host sends everybody's mail, and its address is soon on every list of such hosts",
                new Mend.Remove("promiscuous_relay"));
    }

    private static void bySender(Audited audited, String sender) {
        audited.find(
                Severity.HIGH,
                "relay-by-sender",
                "check_rcpt",
                "takes mail from a stranger for strangers when he calls himself " + sender,
                "Everybody can say so",
                new Mend.Remove("relay_local_from"));
    }

    /// The configuration with its map files below the folder that is looked at.
    private static Configuration below(AuditHost host, Configuration configuration) {
        if (host.isThisHost()) {
            return configuration;
        }
        List<MapDeclaration> maps = new ArrayList<>();
        for (MapDeclaration map : configuration.maps()) {
            boolean reads = READ_FILES.contains(Ascii.lower(map.mapClass()));
            maps.add(new MapDeclaration(
                    map.name(),
                    map.mapClass(),
                    reads ? map.arguments().replaceAll("(^|\\s)/", "$1" + host.root() + "/") : map.arguments(),
                    map.file(),
                    map.line()));
        }
        return configuration.withMaps(maps);
    }
}
