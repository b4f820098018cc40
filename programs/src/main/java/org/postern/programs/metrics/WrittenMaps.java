package org.postern.programs.metrics;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.base.Ascii;
import org.postern.cf.Configuration;
import org.postern.cf.MapDeclaration;

/// The maps of a configuration whose keys the administrator has written into a file. In those that compute, or ask
/// somebody, peers choose the keys.
public final class WrittenMaps implements Predicate<String> {
    private static final Set<String> CLASSES = Set.of("hash", "btree", "dbm", "cdb", "text", "stab", "implicit");

    private final Set<String> names;

    /// Those of this configuration.
    public WrittenMaps(Configuration configuration) {
        names = configuration.maps().stream()
                .filter(map -> CLASSES.contains(map.mapClass()))
                .map(MapDeclaration::name)
                .map(Ascii::lower)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// True for the name of such a map.
    @Override
    public boolean test(String map) {
        return names.contains(Ascii.lower(map));
    }
}
