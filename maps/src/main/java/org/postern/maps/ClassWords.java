package org.postern.maps;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.base.Ascii;
import org.postern.cf.ClassFromMap;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.ReadingPlace;

/// The one look-up of an F line that takes the words of a class from a map (`F{x}key@class:arguments`, sendmail op
/// guide §5.3).
public final class ClassWords {
    /// What stands between the values of a directory server for a class unless the line says something else.
    private static final String DIRECTORY_SEPARATOR = "-z\\n ";

    private ClassWords() {}

    /// The words; empty when there are none, and when something is wrong, which goes to the place's problems.
    ///
    /// @param environment of the map; its events are not used
    public static String find(ClassFromMap request, ReadingPlace place, MapEnvironment environment) {
        String about = "fileclass: F{" + request.name() + "}: ";
        String mapClass = Ascii.lower(request.mapClass());
        if (!MapClassTable.STANDARD.containsKey(mapClass)) {
            place.problems().accept(about + "class " + request.mapClass() + " not available");
            return "";
        }
        AtomicBoolean unusable = new AtomicBoolean();
        String arguments = mapClass.equals("ldap") ? DIRECTORY_SEPARATOR + request.arguments() : request.arguments();
        MapDeclaration declaration =
                new MapDeclaration(request.name(), mapClass, arguments, place.file(), place.line());
        MapSet maps = MapSet.open(
                List.of(declaration),
                environment.withEvents(event -> {
                    unusable.set(true);
                    place.problems().accept(event.text());
                }),
                Map.of(),
                MapClassTable.STANDARD);
        maps.problems().forEach(problem -> place.problems().accept(problem.message()));
        Optional<MapLookup> map = maps.find(request.name());
        if (map.isEmpty() || !maps.problems().isEmpty()) {
            return "";
        }
        return switch (map.get().lookup(request.key(), List.of(), place.macros())) {
            case LookupResult.Found(String words) -> words;
            case LookupResult.NotFound() -> "";
            case LookupResult.TemporaryFailure _ -> {
                if (!request.optional()) {
                    place.problems().accept(about + (unusable.get() ? "map open failed" : "map lookup failed"));
                }
                yield "";
            }
        };
    }
}
