package org.postern.maps;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.cf.MapDeclaration;

/// One alias file as the option `AliasFile` names it: `[class:][flags ]file`.
///
/// @param mapClass `implicit` when none is named
/// @param arguments flags and file, as a K line would have them
/// @param index its place among all alias files, from 0
public record AliasSource(String mapClass, String arguments, int index) {
    /// The most alias files that a configuration may have.
    public static final int LIMIT = 64;

    /// The classes that can hold aliases (sendmail op guide §5.9).
    private static final Set<String> ABLE = Set.of(
            "btree",
            "cdb",
            "dbm",
            "hash",
            "implicit",
            "ldap",
            "null",
            "program",
            "sequence",
            "socket",
            "stab",
            "switch",
            "text");

    /// Reads the values of all `AliasFile` lines, in order; sources beyond [#LIMIT] are left out.
    public static List<AliasSource> parse(List<String> optionValues) {
        List<AliasSource> sources = new ArrayList<>();
        for (String value : optionValues) {
            for (String part : split(value)) {
                if (!part.isBlank() && sources.size() < LIMIT) {
                    sources.add(one(part.strip(), sources.size()));
                }
            }
        }
        return List.copyOf(sources);
    }

    private static AliasSource one(String text, int index) {
        int end = 0;
        while (end < text.length() && " ,/:".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end < text.length() && text.charAt(end) == ':'
                ? new AliasSource(text.substring(0, end), text.substring(end + 1), index)
                : new AliasSource("implicit", text, index);
    }

    /// At commas outside of quotes, which LDAP specifications need.
    private static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        String rest = value;
        while (true) {
            int comma = AliasText.firstOutsideQuotes(rest, ',');
            parts.add(rest.substring(0, comma));
            if (comma == rest.length()) {
                return parts;
            }
            rest = rest.substring(comma + 1);
        }
    }

    /// Why this can be no alias file, in sendmail's words; empty when it can.
    public Optional<String> problem() {
        if (ABLE.contains(mapClass)) {
            return Optional.empty();
        }
        return Optional.of(
                MapClassTable.STANDARD.containsKey(mapClass)
                        ? "setalias: map class " + mapClass + " can't handle aliases"
                        : "setalias: unknown alias class " + mapClass);
    }

    /// As a map: `Alias0`, `Alias1` ...; rules know it by that name in lower case.
    public MapDeclaration declaration() {
        return new MapDeclaration("Alias" + index, mapClass, arguments, "AliasFile", 0);
    }

    /// The text file; empty path when the source names none.
    public Path file() {
        return Path.of(flags().file());
    }

    /// The flags of the source.
    public MapFlags flags() {
        return MapFlagsParser.quiet(declaration());
    }
}
