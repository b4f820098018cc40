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
                new Mend.Remove("promiscuous_relay"));
    }

    private static void bySender(Audited audited, RelayProbe.Way way) {
        audited.find(
                Severity.HIGH,
                "relay-by-sender",
                "check_rcpt",
                "takes mail from a stranger for strangers when he calls himself " + way.sender(),
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
