package org.postern.maps;

import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `macro`: `$(macro {name} $@ value $)` sets a macro, without an argument it clears it; the result is empty.
final class MacroMap {
    private MacroMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.quiet(declaration);
        return new SimpleMap(MapFlagsParser.traits(flags, 0), (key, arguments, macros) -> {
            String name = macroName(key);
            if (!name.isEmpty()) {
                macros.define(name, arguments.isEmpty() ? "" : arguments.getFirst());
            }
            return new LookupResult.Found("");
        });
    }

    /// `{long_name}` without its braces, or the first letter of anything else.
    private static String macroName(String key) {
        if (key.startsWith("{")) {
            int end = key.indexOf('}');
            return end < 0 ? key.substring(1) : key.substring(1, end);
        }
        return key.isEmpty() ? "" : key.substring(0, 1);
    }
}
