package org.postern.maps;

import java.util.Map;

/// The map classes that are built in, by name (sendmail op guide §5.9).
public final class MapClassTable {
    /// All classes of this module.
    public static final Map<String, MapClass> STANDARD = Map.ofEntries(
            Map.entry("null", NullMap::declare),
            Map.entry("macro", MacroMap::declare),
            Map.entry("sequence", CombinedMap::sequence),
            Map.entry("switch", CombinedMap::switched));

    private MapClassTable() {}
}
