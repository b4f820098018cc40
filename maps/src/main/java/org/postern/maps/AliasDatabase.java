package org.postern.maps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// The alias files of a configuration as one database: the first file that has the name wins.
///
/// A database that is just being rebuilt in place (by the real newaliases) lacks the entry `@`, which is written last;
/// with a positive `AliasWait` that is a temporary failure and never "no such alias", so the message waits in the
/// queue. Our own newaliases replaces files as a whole and never shows an unfinished one.
public final class AliasDatabase {
    /// The key and the value of the entry that says that a database is complete.
    public static final String MARKER = "@";

    private static final MacroScope NO_MACROS = new MacroScope() {
        @Override
        public Optional<String> macro(String name) {
            return Optional.empty();
        }

        @Override
        public void define(String name, String value) {
            // nobody reads macros here
        }
    };

    private final List<AliasSource> sources;
    private final Map<String, MapLookup> maps;
    private final MapLookup all;
    private final UserDatabase users;

    private AliasDatabase(List<AliasSource> sources, Map<String, MapLookup> maps, MapLookup all, UserDatabase users) {
        this.users = users;
        this.sources = sources;
        this.maps = maps;
        this.all = all;
    }

    /// Opens the alias files.
    ///
    /// @param optionValues the values of the option `AliasFile`, in order
    /// @param waitSeconds the option `AliasWait`; 0: an unfinished database is used as it is
    public static AliasDatabase open(List<String> optionValues, MapEnvironment environment, long waitSeconds) {
        return open(optionValues, environment, waitSeconds, name -> Optional.empty());
    }

    /// The same for alias files of the classes `sequence` and `switch`.
    ///
    /// @param others the other maps of the configuration
    public static AliasDatabase open(
            List<String> optionValues, MapEnvironment environment, long waitSeconds, MapDirectory others) {
        List<AliasSource> sources = AliasSource.parse(optionValues);
        Map<String, MapLookup> maps = new LinkedHashMap<>();
        StringBuilder names = new StringBuilder();
        for (AliasSource source : sources) {
            MapDeclaration declaration = source.declaration();
            declare(source, environment, others).ifPresent(map -> {
                maps.put(Ascii.lower(declaration.name()), waitSeconds > 0 ? finished(declaration.name(), map) : map);
                names.append(' ').append(declaration.name());
            });
        }
        MapDeclaration sequence = new MapDeclaration("aliases.files", "sequence", names.toString(), "AliasFile", 0);
        MapLookup all = CombinedMap.sequence(sequence, environment, name -> Optional.ofNullable(maps.get(name)));
        maps.put("aliases.files", all);
        return new AliasDatabase(sources, Map.copyOf(maps), all, UserDatabase.of(environment));
    }

    private static Optional<MapLookup> declare(AliasSource source, MapEnvironment environment, MapDirectory others) {
        MapClass mapClass = MapClassTable.STANDARD.get(source.mapClass());
        String problem = source.problem().orElse("");
        try {
            if (!problem.isEmpty()) {
                environment.events().accept(new MapEvent(source.declaration().name(), Priority.CRITICAL, problem));
                return Optional.empty();
            } else if (source.mapClass().equals("ldap")) {
                return Optional.of(LdapMap.declare(source.declaration(), environment, LdapSpecParser.Use.ALIASES));
            } else if (mapClass != null) {
                return Optional.of(mapClass.declare(source.declaration(), environment, others));
            }
        } catch (MapDeclarationException e) {
            problem = e.message();
        }
        environment.events().accept(new MapEvent(source.declaration().name(), Priority.CRITICAL, problem));
        return Optional.empty();
    }

    /// Turns "not found" into a temporary failure while the database has no marker.
    private static MapLookup finished(String name, MapLookup map) {
        return new SimpleMap(map.traits(), (key, arguments, macros) -> {
            LookupResult result = map.lookup(key, arguments, macros);
            if (result instanceof LookupResult.NotFound
                    && hasMarker(map)
                    && map.lookup(MARKER, List.of(), macros) instanceof LookupResult.NotFound) {
                return new LookupResult.TemporaryFailure("alias database " + name + " is being rebuilt");
            }
            return result;
        });
    }

    private static boolean hasMarker(MapLookup map) {
        return (map instanceof FileMap file && file.hasFile())
                || (map instanceof ImplicitMap implicit && implicit.hasDatabase());
    }

    /// The alias of a local name, all of it as it stands in the file; for a name that has none, where its mail goes
    /// by the user database.
    ///
    /// @param name in any case
    public LookupResult find(String name) {
        if (name.equals(MARKER)) {
            return LookupResult.NotFound.INSTANCE;
        }
        LookupResult alias = all.lookup(name, List.of(), NO_MACROS);
        return alias instanceof LookupResult.NotFound ? users.mailDrop(name) : alias;
    }

    /// The alias files in their order.
    public List<AliasSource> sources() {
        return sources;
    }

    /// The maps `alias0` ... and `aliases.files`, to be given to [MapSet#open].
    public Map<String, MapLookup> maps() {
        return maps;
    }
}
