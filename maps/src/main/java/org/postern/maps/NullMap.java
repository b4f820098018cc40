package org.postern.maps;

import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `null`: never finds anything.
final class NullMap {
    private NullMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.optionalFile(declaration, environment);
        return new SimpleMap(
                MapFlagsParser.traits(flags, SysExit.NO_HOST.code()),
                (key, arguments, macros) -> LookupResult.NotFound.INSTANCE);
    }
}
