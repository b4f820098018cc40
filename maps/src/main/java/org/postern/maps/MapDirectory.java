package org.postern.maps;

import java.util.Optional;
import org.postern.cf.MapLookup;

/// The maps of a configuration by name.
@FunctionalInterface
public interface MapDirectory {
    /// The map of this name (lower case), if it was declared and its declaration was right.
    Optional<MapLookup> find(String name);
}
