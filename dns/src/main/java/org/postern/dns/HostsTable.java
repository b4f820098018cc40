package org.postern.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;

/// The hosts file (`/etc/hosts`, option HostsFile) as an immutable table: addresses by name, names by address.
///
/// A line is an address, its canonical name and further names; `#` begins a comment. Lines that are none of this are
/// left out, as the C library does. Names are compared without regard to the case of A to Z.
public final class HostsTable {
    private static final HostsTable EMPTY = new HostsTable(Map.of(), Map.of());

    /// What one address or name has.
    ///
    /// @param canonicalName the first name of the first line that has it
    private record Entry(String canonicalName, Set<InetAddress> addresses) {}

    private final Map<String, Entry> byName;
    private final Map<InetAddress, Set<String>> byAddress;

    private HostsTable(Map<String, Entry> byName, Map<InetAddress, Set<String>> byAddress) {
        this.byName = byName;
        this.byAddress = byAddress;
    }

    /// A table without entries.
    public static HostsTable empty() {
        return EMPTY;
    }

    /// Reads a hosts file; one that does not exist is empty.
    ///
    /// @param limitBytes what is read of the file at most
    /// @throws IOException when the file is there and cannot be read, or is longer than the limit
    public static HostsTable read(Path file, int limitBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limitBytes + 1);
            if (bytes.length > limitBytes) {
                throw new IOException(file + " is longer than " + limitBytes + " bytes");
            }
            return parse(Ascii.text(bytes));
        } catch (NoSuchFileException _) {
            return EMPTY;
        }
    }

    /// The table of this text.
    public static HostsTable parse(String text) {
        Map<String, Entry> byName = new HashMap<>();
        Map<InetAddress, Set<String>> byAddress = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
            Optional<InetAddress> address = AddressText.parse(words[0]);
            if (words.length < 2 || address.isEmpty()) {
                continue;
            }
            for (int i = 1; i < words.length; i++) {
                byName.computeIfAbsent(Ascii.lower(words[i]), _ -> new Entry(words[1], new LinkedHashSet<>()))
                        .addresses()
                        .add(address.get());
                byAddress
                        .computeIfAbsent(address.get(), _ -> new LinkedHashSet<>())
                        .add(words[i]);
            }
        }
        return new HostsTable(byName, byAddress);
    }

    /// The addresses of a name, in the order of the file.
    public List<InetAddress> addresses(String host) {
        Entry entry = byName.get(Ascii.lower(host));
        return entry == null ? List.of() : new ArrayList<>(entry.addresses());
    }

    /// The first name of the first line that has this name.
    public Optional<String> canonicalName(String host) {
        return Optional.ofNullable(byName.get(Ascii.lower(host))).map(Entry::canonicalName);
    }

    /// The canonical name of the first line with this address.
    public Optional<String> nameOf(InetAddress address) {
        return names(address).stream().findFirst();
    }

    /// All names of an address, canonical ones first.
    public List<String> names(InetAddress address) {
        return List.copyOf(byAddress.getOrDefault(address, Set.of()));
    }
}
