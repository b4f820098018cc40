package org.postern.programs.checkconfig;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.Configuration;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.SessionMacros;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;
import org.postern.maps.EntrySource;
import org.postern.maps.MapFileCheck;
import org.postern.maps.NamedFiles;
import org.postern.maps.SafeMapFiles;
import org.postern.programs.mta.RehearsalHost;

/// Maps that do not open, files with unsafe modes, and entries of the access map and the mailertable that contradict
/// each other or lead nowhere.
final class MapFindings {
    private static final Set<String> OF_FILES = Set.of("hash", "btree", "dbm", "cdb", "text", "implicit");
    private static final long LARGEST = 64L << 20;
    private static final String NO_KEY = "postern-check-config.invalid";

    private final RehearsalHost host;
    private final Configuration configuration;
    private final Resolver names;
    private final List<Finding> findings = new ArrayList<>();

    private MapFindings(RehearsalHost host, Resolver names) {
        this.host = host;
        this.names = names;
        this.configuration = host.configuration();
    }

    /// @param names asked whether the hosts of the mailertable exist
    static List<Finding> of(RehearsalHost host, SafeMapFiles checks, Resolver names) {
        MapFindings all = new MapFindings(host, names);
        all.opens();
        all.modes(checks);
        host.entries().file("access").ifPresent(all::access);
        host.entries().file("mailertable").ifPresent(all::mailertable);
        return all.findings;
    }

    private void add(Finding.Severity severity, String file, int line, String text) {
        findings.add(new Finding(severity, file, line, text));
    }

    private void opens() {
        for (MapDeclaration declaration : configuration.maps()) {
            Optional<MapLookup> map = OF_FILES.contains(declaration.mapClass())
                    ? host.maps().maps().find(declaration.name())
                    : Optional.empty();
            if (map.isPresent()
                    && map.get().lookup(NO_KEY, List.of(), SessionMacros.above(configuration.scope()))
                            instanceof LookupResult.TemporaryFailure(String reason)) {
                add(
                        Finding.Severity.ERROR,
                        declaration.file(),
                        declaration.line(),
                        "the map " + declaration.name() + " does not work: " + reason);
            }
            host.entries()
                    .find(declaration.name(), NO_KEY)
                    .filter(EntrySource.Place::older)
                    .ifPresent(place -> add(
                            Finding.Severity.WARNING,
                            place.file().toString(),
                            0,
                            "is newer than the database of the map " + declaration.name() + ": run makemap"));
        }
    }

    private void modes(SafeMapFiles checks) {
        Map<String, MapFileCheck.Purpose> files = NamedFiles.of(configuration.maps(), host.aliasSources(), "");
        files.forEach((name, purpose) -> {
            Path file = Path.of(name);
            if (Files.exists(file)) {
                checks.refusal(file, purpose)
                        .ifPresent(why -> add(Finding.Severity.ERROR, name, 0, "is not used: " + why));
                checks.warnings(file, purpose).forEach(why -> add(Finding.Severity.WARNING, name, 0, why));
            }
        });
    }

    /// One line of a text file: key and value.
    ///
    /// @param indented true when a blank stands before the key
    private record Entry(int line, String key, String value, boolean indented) {}

    private static List<Entry> entries(Path file) {
        List<Entry> entries = new ArrayList<>();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return entries;
            }
            int number = 0;
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    String[] words = line.strip().split("[ \t]+", 2);
                    if (!words[0].isEmpty() && !words[0].startsWith("#")) {
                        entries.add(new Entry(
                                number,
                                Ascii.lower(words[0]),
                                words.length > 1 ? words[1].strip() : "",
                                line.startsWith(" ") || line.startsWith("\t")));
                    }
                }
            }
        } catch (IOException _) {
            // Who cannot read the text sees what the map says.
        }
        return entries;
    }

    private Map<String, Entry> unique(Path file, List<Entry> entries) {
        Map<String, Entry> first = new HashMap<>();
        for (Entry entry : entries) {
            Entry earlier = first.putIfAbsent(entry.key(), entry);
            if (earlier != null) {
                boolean same = earlier.value().equals(entry.value());
                add(
                        same ? Finding.Severity.NOTE : Finding.Severity.ERROR,
                        file.toString(),
                        entry.line(),
                        entry.key() + " stands in line " + earlier.line() + " already"
                                + (same ? "" : ", with another value: " + earlier.value()));
            }
            if (entry.indented()) {
                add(
                        Finding.Severity.ERROR,
                        file.toString(),
                        entry.line(),
                        "begins with a blank: makemap takes no entry from such a line");
            }
            if (entry.value().isEmpty()) {
                add(Finding.Severity.ERROR, file.toString(), entry.line(), entry.key() + " has no value");
            }
        }
        return first;
    }

    // ---- access ----

    private void access(Path file) {
        Map<String, Entry> entries = unique(file, entries(file));
        for (Entry entry : entries.values()) {
            int colon = entry.key().indexOf(':');
            String tag = colon < 0 ? "" : entry.key().substring(0, colon + 1);
            String subject = entry.key().substring(colon + 1);
            AccessActions.complaint(entry.key(), entry.value())
                    .ifPresent(text -> add(Finding.Severity.WARNING, file.toString(), entry.line(), text));
            for (String wider = wider(subject); !wider.isEmpty(); wider = wider(wider)) {
                Entry above = entries.get(tag + wider);
                if (above != null && opposite(entry.value(), above.value())) {
                    add(
                            Finding.Severity.NOTE,
                            file.toString(),
                            entry.line(),
                            entry.key() + " " + entry.value() + " is an exception from " + above.key() + " "
                                    + above.value() + " in line " + above.line());
                }
            }
            Entry untagged = colon < 0 ? null : entries.get(subject);
            if (untagged != null && opposite(entry.value(), untagged.value())) {
                add(
                        Finding.Severity.WARNING,
                        file.toString(),
                        entry.line(),
                        entry.key() + " " + entry.value() + " contradicts " + untagged.key() + " " + untagged.value()
                                + " in line " + untagged.line() + ": the one with the tag counts where it applies");
            }
        }
    }

    /// The next wider network or domain; empty when there is none.
    private static String wider(String subject) {
        int at = subject.indexOf('@');
        if (at >= 0) {
            return subject.substring(at + 1);
        }
        boolean address = subject.matches("[0-9.]+");
        int dot = address ? subject.lastIndexOf('.') : subject.indexOf('.');
        if (dot < 0) {
            return "";
        }
        return address ? subject.substring(0, dot) : subject.substring(dot + 1);
    }

    private static boolean opposite(String one, String other) {
        return (lets(one) && refuses(other)) || (refuses(one) && lets(other));
    }

    private static boolean lets(String value) {
        return value.startsWith("RELAY") || value.startsWith("OK");
    }

    private static boolean refuses(String value) {
        return value.startsWith("REJECT") || value.startsWith("ERROR") || value.startsWith("DISCARD");
    }

    // ---- mailertable ----

    private void mailertable(Path file) {
        for (Entry entry : unique(file, entries(file)).values()) {
            int colon = entry.value().indexOf(':');
            String mailer = colon < 0 ? "" : entry.value().substring(0, colon);
            String target = entry.value().substring(colon + 1);
            if (colon < 0) {
                add(Finding.Severity.ERROR, file.toString(), entry.line(), "is not MAILER:HOST: " + entry.value());
            } else if (!Set.of("error", "discard").contains(mailer)) {
                route(file, entry, mailer, target);
            }
        }
    }

    private void route(Path file, Entry entry, String mailer, String target) {
        if (configuration.mailer(mailer).isEmpty()) {
            add(Finding.Severity.ERROR, file.toString(), entry.line(), "there is no mailer " + mailer);
        } else if (configuration.mailer(mailer).get().network()) {
            String name = Ascii.lower(target.replaceAll("^\\[|\\]$", ""));
            if (name.isEmpty()) {
                add(Finding.Severity.ERROR, file.toString(), entry.line(), "names no host");
            } else if (configuration.classOf("w").contains(name)) {
                add(
                        Finding.Severity.ERROR,
                        file.toString(),
                        entry.line(),
                        entry.key() + " leads to " + target + ", which is this host: a mail loop");
            } else if (!name.contains(":") && !exists(name, target.startsWith("["))) {
                add(
                        Finding.Severity.WARNING,
                        file.toString(),
                        entry.line(),
                        entry.key() + " leads to " + target + ", which the name service does not know");
            }
        }
    }

    /// False only when the name service says so; several hosts and addresses are not looked at.
    private boolean exists(String name, boolean hostOnly) {
        if (name.matches("[0-9.]+")) {
            return true;
        }
        return !(hostOnly || missing(names.mailExchangers(name)))
                || !missing(names.ipv4Addresses(name))
                || !missing(names.ipv6Addresses(name));
    }

    private static boolean missing(DnsAnswer<?> answer) {
        return switch (answer) {
            case DnsAnswer.NoSuchName<?> _, DnsAnswer.NoData<?> _ -> true;
            case DnsAnswer.Found<?> _, DnsAnswer.TemporaryFailure<?> _ -> false;
        };
    }
}
