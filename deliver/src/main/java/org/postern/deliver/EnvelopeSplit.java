package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// The members of a list went on in an envelope of their own.
///
/// @param id the envelope that they left
/// @param newId their own
/// @param owner its sender
public record EnvelopeSplit(String id, String newId, String owner) implements Event {
    @Override
    public String name() {
        return "message.split";
    }

    @Override
    public int logLevel() {
        return 5;
    }

    @Override
    public Priority priority() {
        return Priority.INFO;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("newId", newId), new Field("owner", PeerText.of(owner).forLog()));
    }

    @Override
    public String text() {
        return newId + ": clone: owner=" + PeerText.of(owner).forLog();
    }
}
