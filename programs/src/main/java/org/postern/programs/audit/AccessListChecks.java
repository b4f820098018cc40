package org.postern.programs.audit;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.os.AccessList;

/// POSIX access lists that open what the modes keep closed: of every file that the configuration names, of the
/// directories on the way to it, and of the queues.
final class AccessListChecks implements Check {
    private static final String HIDDEN = "ls shows a + behind the mode and nothing more; who looks at modes misses it";

    @Override
    public void look(Audited audited) {
        TreeSet<String> seen = new TreeSet<>();
        for (WatchedFile file : WatchedFile.of(audited)) {
            AuditHost.Way way = audited.host().way(file.path());
            way.directories().stream()
                    .filter(place -> seen.add(place.path()))
                    .forEach(place -> directory(audited, place));
            way.end()
                    .filter(place -> seen.add(place.path()))
                    .ifPresent(place -> file(audited, place, file.kind().secret()));
        }
        for (String queue : QueueChecks.directories(audited.host(), audited.configuration())) {
            audited.host().find(queue).filter(place -> seen.add(place.path())).ifPresent(place -> {
                directory(audited, place);
                file(audited, place, true);
            });
        }
    }

    private static void directory(Audited audited, AuditHost.Place place) {
        file(audited, place, false);
        List<AccessList.Entry> later =
                AccessList.ofNewFiles(audited.host().real(place.path()).toString()).entries().stream()
                        .filter(AccessList.Entry::writes)
                        .toList();
        if (!later.isEmpty()) {
            audited.find(
                    Severity.HIGH,
                    "access-list-of-new-files",
                    place.path(),
                    names(audited, later) + " can write every file that is made here from now on",
                    HIDDEN,
                    new Mend.Command("setfacl -k " + Mend.quoted(place.path())));
        }
    }

    /// @param secret true when reading is too much
    private static void file(Audited audited, AuditHost.Place place, boolean secret) {
        List<AccessList.Entry> entries =
                AccessList.of(audited.host().real(place.path()).toString()).entries();
        List<AccessList.Entry> writers =
                entries.stream().filter(AccessList.Entry::writes).toList();
        List<AccessList.Entry> readers =
                secret ? entries.stream().filter(AccessList.Entry::reads).toList() : List.of();
        if (!writers.isEmpty()) {
            audited.find(
                    Severity.CRITICAL,
                    "access-list-writable",
                    place.path(),
                    "by its access list " + names(audited, writers) + " can write it",
                    HIDDEN,
                    new Mend.Command("setfacl -b " + Mend.quoted(place.path())));
        } else if (!readers.isEmpty()) {
            audited.find(
                    Severity.HIGH,
                    "access-list-readable",
                    place.path(),
                    "by its access list " + names(audited, readers) + " can read it",
                    HIDDEN,
                    new Mend.Command("setfacl -b " + Mend.quoted(place.path())));
        }
    }

    private static String names(Audited audited, List<AccessList.Entry> entries) {
        return entries.stream()
                .map(entry -> entry.group()
                        ? "group " + audited.host().group(entry.id())
                        : "user " + audited.host().user(entry.id()))
                .collect(Collectors.joining(", "));
    }
}
