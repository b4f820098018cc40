package org.postern.maps;

import java.util.List;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// A map that is one function, together with its traits.
record SimpleMap(MapTraits traits, MapLookup function) implements MapLookup {
    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        return function.lookup(key, arguments, macros);
    }
}
