package org.postern.maps;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The types that makemap and editmap can write, and where the file of a map lies.
final class MapTypes {
    /// One type.
    ///
    /// @param suffix of the file's name
    /// @param sorted entries are listed in the order of their keys
    record Type(String name, String suffix, boolean sorted) {}

    /// All types, in the order of `makemap -l`. `implicit` is the first of them.
    static final List<Type> ALL = List.of(
            new Type("hash", "db", false),
            new Type("btree", "db", true),
            new Type("cdb", "cdb", false),
            new Type("dbm", "db", false));

    private MapTypes() {}

    static Optional<Type> find(String name) {
        if (name.equals("implicit")) {
            return Optional.of(ALL.getFirst());
        }
        return ALL.stream().filter(type -> type.name.equals(name)).findFirst();
    }

    static Path file(Type type, String mapName) {
        return FileMap.withSuffix(mapName, "." + type.suffix);
    }
}
