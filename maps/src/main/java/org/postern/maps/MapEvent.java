package org.postern.maps;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// Something that an administrator should know about a map: a file that cannot be opened, a member that is unknown.
///
/// @param map the name of the map
/// @param priority how bad it is
/// @param message sendmail's text, safe for a log
public record MapEvent(String map, Priority priority, String message) implements Event {
    @Override
    public String name() {
        return "map.problem";
    }

    @Override
    public int logLevel() {
        return 1;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.empty();
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("map", map), new Field("message", message));
    }

    @Override
    public String text() {
        return message;
    }
}
