package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// Recipients went on in an envelope of their own because their queue group takes no more together.
///
/// @param id the envelope that they left
/// @param newId their own
/// @param limit of the group
/// @param recipients how many there were together
public record EnvelopeDivided(String id, String newId, int limit, int recipients) implements Event {
    @Override
    public String name() {
        return "message.divided";
    }

    @Override
    public int logLevel() {
        return 9;
    }

    @Override
    public Priority priority() {
        return Priority.NOTICE;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("maxrcpts", Integer.toString(limit)),
                new Field("rcpts", Integer.toString(recipients)),
                new Field("id", newId));
    }

    @Override
    public String text() {
        return "split: maxrcpts=" + limit + ", rcpts=" + recipients + ", count=1, id=" + newId;
    }
}
