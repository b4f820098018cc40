package org.postern.maps;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// The classes `sequence` and `switch`: several maps that are asked one after the other; the first that knows the key
/// wins.
///
/// A temporary failure of one member does not stop the search; when no later member knows the key, the result is that
/// failure, because the one that failed may have known it. A `sequence` names its members, which must be declared
/// before it; a `switch` named `x` has the members `x.files`, `x.nis` ... as the service switch says.
final class CombinedMap implements MapLookup {
    private final MapTraits traits;
    private final MapDeclaration declaration;
    private final String service;
    private final List<String> unknown;
    private volatile List<MapLookup> members;

    private CombinedMap(
            MapTraits traits,
            MapDeclaration declaration,
            String service,
            List<MapLookup> members,
            List<String> unknown) {
        this.traits = traits;
        this.declaration = declaration;
        this.service = service;
        this.members = List.copyOf(members);
        this.unknown = List.copyOf(unknown);
    }

    static MapLookup sequence(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        List<MapLookup> members = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        MapArguments names = new MapArguments(declaration.arguments());
        for (String name = names.nextWord(); !name.isEmpty(); name = names.nextWord()) {
            String member = name.startsWith("-") ? name.substring(1) : name;
            others.find(Ascii.lower(member))
                    .ifPresentOrElse(
                            members::add,
                            () -> unknown.add("Sequence map " + declaration.name() + ": unknown member map " + member));
        }
        return new CombinedMap(
                MapFlagsParser.traits(MapFlags.NONE, SysExit.NO_HOST.code()), declaration, "", members, unknown);
    }

    static MapLookup switched(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        MapFlags flags = MapFlagsParser.withFile(declaration, environment);
        return new CombinedMap(
                MapFlagsParser.traits(flags, SysExit.NO_HOST.code()), declaration, flags.file(), List.of(), List.of());
    }

    /// Complaints about members that do not exist.
    List<String> unknownMembers() {
        return unknown;
    }

    /// Gives a switch its members.
    void connect(MapDirectory all, MapEnvironment environment) {
        if (service.isEmpty()) {
            return;
        }
        List<MapLookup> found = new ArrayList<>();
        for (String source : environment.services().get().sources(service)) {
            String name = declaration.name() + "." + source;
            all.find(name)
                    .ifPresentOrElse(
                            found::add,
                            () -> environment
                                    .events()
                                    .accept(new MapEvent(
                                            declaration.name(),
                                            MapEvent.Priority.ERROR,
                                            "Switch map " + declaration.name() + ": unknown member map " + name)));
        }
        members = List.copyOf(found);
    }

    /// True when the nesting of combined maps exceeds `limit`, as it does for a map that contains itself.
    boolean deeperThan(int limit) {
        if (limit == 0) {
            return true;
        }
        for (MapLookup member : members) {
            if (member instanceof CombinedMap combined && combined.deeperThan(limit - 1)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        LookupResult failure = LookupResult.NotFound.INSTANCE;
        for (MapLookup member : members) {
            LookupResult result = member.lookup(key, arguments, macros);
            switch (result) {
                case LookupResult.Found found -> {
                    return found;
                }
                case LookupResult.NotFound() -> {}
                case LookupResult.TemporaryFailure temporary -> failure = temporary;
            }
        }
        return failure;
    }

    @Override
    public MapTraits traits() {
        return traits;
    }
}
