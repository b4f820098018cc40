package org.postern.maps;

import org.postern.base.Event.Priority;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `host`: the canonical name of a host, or the name of an address in brackets (sendmail op guide §5.9). A name
/// comes from the name service, so it is not scanned for `%`.
final class HostMap {
    private HostMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.quiet(declaration);
        HostNames names = new HostNames(environment);
        return new SimpleMap(MapFlagsParser.traits(flags, SysExit.NO_HOST.code()), (key, _, macros) -> {
            LookupResult result = key.startsWith("[")
                    ? names.ofLiteral(key)
                    : names.canonical(key, macros.macro("m").orElse(""));
            return switch (result) {
                case LookupResult.Found(String name) ->
                    MapValue.plain(flags, environment.limits(), flags.matchOnly() ? key : name);
                case LookupResult.NotFound missing -> missing;
                case LookupResult.TemporaryFailure failure -> {
                    String text = PeerText.of(key).forLog() + ": Name server timeout";
                    environment.events().accept(new MapEvent(declaration.name(), Priority.INFO, text));
                    yield failure;
                }
            };
        });
    }
}
