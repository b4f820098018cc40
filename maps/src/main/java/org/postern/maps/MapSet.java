package org.postern.maps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// The maps of one configuration by name, made from its K lines.
///
/// Besides the declared ones it has the maps that sendmail predefines: `host` (`host -a. -D`), `aliases`
/// (`switch aliases`) and `aliases.files` (`null`), unless the configuration declares them. It is immutable; a reload
/// makes a new one.
public final class MapSet implements MapDirectory {
    private static final List<MapDeclaration> PREDEFINED = List.of(
            new MapDeclaration("host", "host", "-a. -D", "built in", 0),
            new MapDeclaration("aliases.files", "null", "", "built in", 0),
            new MapDeclaration("aliases", "switch", "aliases", "built in", 0));

    private final Map<String, MapLookup> maps;
    private final List<Problem> problems;

    private MapSet(Map<String, MapLookup> maps, List<Problem> problems) {
        this.maps = Map.copyOf(maps);
        this.problems = List.copyOf(problems);
    }

    /// A K line that was not understood.
    ///
    /// @param declaration the line
    /// @param message sendmail's text, without file and line
    public record Problem(MapDeclaration declaration, String message) {
        /// `FILE: line N: message`, as sendmail prints it.
        public String text() {
            return declaration.file() + ": line " + declaration.line() + ": " + message;
        }
    }

    /// Makes the maps of these declarations; of two with one name the later one counts. Wrong lines become
    /// [#problems], never an exception.
    public static MapSet open(List<MapDeclaration> declarations, MapEnvironment environment) {
        return open(declarations, environment, Map.of(), MapClassTable.STANDARD);
    }

    /// As above, with maps that exist already, the alias database for example, and with other classes.
    ///
    /// @param given by name; a K line of that name replaces it
    public static MapSet open(
            List<MapDeclaration> declarations,
            MapEnvironment environment,
            Map<String, MapLookup> given,
            Map<String, MapClass> classes) {
        Opening opening = new Opening(environment, classes);
        for (MapDeclaration declaration : PREDEFINED) {
            opening.add(declaration);
        }
        opening.maps.putAll(given);
        for (MapDeclaration declaration : declarations) {
            opening.add(declaration);
        }
        opening.connect();
        return new MapSet(opening.maps, opening.problems);
    }

    @Override
    public Optional<MapLookup> find(String name) {
        return Optional.ofNullable(maps.get(name));
    }

    /// All maps by name.
    public Map<String, MapLookup> maps() {
        return maps;
    }

    /// The lines that were not understood, in their order.
    public List<Problem> problems() {
        return problems;
    }

    /// The work of opening; package-private state keeps [MapSet] itself immutable.
    private static final class Opening {
        private final MapEnvironment environment;
        private final Map<String, MapClass> classes;
        private final Map<String, MapLookup> maps = new LinkedHashMap<>();
        private final Map<String, MapDeclaration> declared = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();

        Opening(MapEnvironment environment, Map<String, MapClass> classes) {
            this.environment = environment;
            this.classes = classes;
        }

        void add(MapDeclaration declaration) {
            MapClass mapClass = classes.get(declaration.mapClass());
            if (mapClass == null) {
                problems.add(new Problem(
                        declaration,
                        "readcf: map " + declaration.name() + ": class " + declaration.mapClass() + " not available"));
                return;
            }
            MapLookup map;
            try {
                map = mapClass.declare(declaration, environment, name -> Optional.ofNullable(maps.get(name)));
            } catch (MapDeclarationException e) {
                problems.add(new Problem(declaration, e.message()));
                return;
            }
            if (map instanceof CombinedMap combined) {
                for (String unknown : combined.unknownMembers()) {
                    problems.add(new Problem(declaration, unknown));
                }
            }
            maps.put(declaration.name(), map);
            declared.put(declaration.name(), declaration);
        }

        /// Gives switch maps their members, which may be declared after them, and cuts circles.
        void connect() {
            for (MapLookup map : List.copyOf(maps.values())) {
                if (map instanceof CombinedMap combined) {
                    combined.connect(name -> Optional.ofNullable(maps.get(name)), environment);
                }
            }
            for (Map.Entry<String, MapLookup> entry : List.copyOf(maps.entrySet())) {
                if (entry.getValue() instanceof CombinedMap combined
                        && combined.deeperThan(environment.limits().stackDepth())) {
                    maps.remove(entry.getKey());
                    MapDeclaration declaration = declared.get(entry.getKey());
                    if (declaration != null) {
                        problems.add(new Problem(
                                declaration, "map " + entry.getKey() + " contains itself or is nested too deeply"));
                    }
                }
            }
        }
    }
}
