package org.postern.programs.status;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.Configuration;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.SessionMacros;
import org.postern.dns.TableResolver;
import org.postern.maps.MapFileCheck;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Accounts;
import org.postern.os.Errno;
import org.postern.os.ProcessIdentity;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.mta.TlsOptions;

/// Files that the configuration names and the server does not use: keys and certificates that the file safety checks
/// refuse, maps that do not open. A map that does not work makes the server put off all mail.
final class UnusedFiles {
    private static final Set<String> OF_FILES = Set.of("hash", "btree", "dbm", "cdb", "text", "implicit");
    private static final String NO_KEY = "postern-status.invalid";

    private UnusedFiles() {}

    /// Why each is not used, in their order. What this user may not read is left out: the server may.
    static Map<String, String> of(Configuration configuration, Clock clock) {
        Map<String, String> found = new LinkedHashMap<>();
        SafeMapFiles checks = HostMaps.checks(configuration.options(), Accounts.system(), !ProcessIdentity.isRoot());
        TlsOptions.files(configuration.options())
                .forEach((name, purpose) ->
                        refusal(checks, name, purpose).ifPresent(why -> found.put(name, "not used: " + why)));
        RehearsalHost host =
                RehearsalHost.of(configuration, TableResolver.empty(), Accounts.system(), clock, EventSink.none());
        for (MapDeclaration declaration : configuration.maps()) {
            Optional<MapLookup> map = OF_FILES.contains(declaration.mapClass())
                    ? host.maps().maps().find(declaration.name())
                    : Optional.empty();
            if (map.isPresent()
                    && map.get().lookup(NO_KEY, List.of(), SessionMacros.above(configuration.scope()))
                            instanceof LookupResult.TemporaryFailure(String reason)
                    && !unreadable(reason)) {
                found.put("map " + declaration.name(), "does not work, so mail is put off: " + reason);
            }
        }
        return found;
    }

    private static Optional<String> refusal(SafeMapFiles checks, String name, MapFileCheck.Purpose purpose) {
        Path file = Path.of(name);
        return Files.exists(file) ? checks.refusal(file, purpose).filter(why -> !unreadable(why)) : Optional.empty();
    }

    private static boolean unreadable(String reason) {
        return !ProcessIdentity.isRoot() && reason.endsWith(Errno.text(Errno.EACCES));
    }

    /// As lines.
    static List<String> lines(Map<String, String> found) {
        List<String> lines = new ArrayList<>();
        found.forEach((name, why) -> lines.add(name + ": " + why));
        return lines;
    }
}
