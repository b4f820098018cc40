package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.Configuration;
import org.postern.cf.MapDeclaration;
import org.postern.programs.checkconfig.RelayProbe;

/// Tries itself: does a stranger get mail through to another stranger? The rules of this configuration answer, with
/// its own maps; no name server is asked.
final class RelayChecks implements Check {
    private static final Set<String> READ_FILES =
            Set.of("hash", "btree", "dbm", "cdb", "text", "stab", "implicit", "userdb");

    private static final List<String> OPENING = List.of(
            "promiscuous_relay", "relay_local_from", "relay_mail_from", "loose_relay_check", "relay_based_on_MX");

    private static final int LARGEST = 4 << 20;

    @Override
    public void look(Audited audited) {
        Configuration configuration = below(audited.host(), audited.configuration());
        List<RelayProbe.Way> ways = RelayProbe.of(configuration, audited.host().accounts(), audited.clock());
        Optional<RelayProbe.Way> open =
                ways.stream().filter(way -> !way.bySender()).findFirst();
        open.or(() -> ways.stream().findFirst()).ifPresent(way -> {
            if (way.bySender()) {
                bySender(audited, way);
            } else {
                open(audited, way);
            }
        });
    }

    private static void open(Audited audited, RelayProbe.Way way) {
        audited.find(
                Severity.CRITICAL,
                "relay-open",
                "check_rcpt",
                "takes mail from a stranger (" + way.client() + ") to " + way.recipient() + " and sends it on",
                "The host sends everybody's mail, and its address is soon on every list of such hosts",
                mend(audited, way));
    }

    private static void bySender(Audited audited, RelayProbe.Way way) {
        audited.find(
                Severity.HIGH,
                "relay-by-sender",
                "check_rcpt",
                "takes mail from a stranger for strangers when he calls himself " + way.sender(),
                "Everybody can say so",
                mend(audited, way));
    }

    /// The feature in the `.mc` file that opens a relay; empty when it has none of these.
    private static Optional<String> cause(Audited audited) {
        List<String> lines = audited.host().text(audited.source(), LARGEST).stream()
                .flatMap(String::lines)
                .map(String::stripLeading)
                .toList();
        return OPENING.stream()
                .filter(feature -> lines.stream().anyMatch(line -> line.startsWith("FEATURE(`" + feature + "'")))
                .findFirst();
    }

    /// The entry of the access map goes that lets it pass, or else the feature.
    private static Mend mend(Audited audited, RelayProbe.Way way) {
        if (way.entry().isEmpty() || way.entry().get().line() < 1) {
            return cause(audited).<Mend>map(Mend.Remove::new).orElseGet(() -> asked(way));
        }
        String below = way.entry().get().file().toString();
        String root = audited.host().root().toString();
        String file = Mend.quoted(
                audited.host().isThisHost() || !below.startsWith(root) ? below : below.substring(root.length()));
        return new Mend.Command(
                "sed -i " + way.entry().get().line() + "d " + file + " && makemap hash " + file + " <" + file);
    }

    /// Neither a feature nor an entry: rules of the administrator's own, which this shows. No name server knows the
    /// domain of the stranger.
    private static Mend asked(RelayProbe.Way way) {
        String sender = way.bySender() ? way.sender() : "<>";
        return new Mend.Command("postern explain session --from-ip " + Mend.quoted(way.client()) + " --port "
                + Mend.quoted(way.daemon()) + " --mail-from " + Mend.quoted(sender) + " --rcpt "
                + Mend.quoted(way.recipient()) + " --all");
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
