package org.postern.programs.log;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// What a command of a user writes into the system log: why it did not do its work.
///
/// @param name of the event
/// @param priority how bad it is
/// @param why in the command's words; may hold what a peer sent
public record CommandNotice(String name, Priority priority, String why) implements Event {
    private static final int LONGEST = 1000;

    @Override
    public Optional<String> queueId() {
        return Optional.empty();
    }

    @Override
    public int logLevel() {
        return 0;
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("why", text()));
    }

    @Override
    public String text() {
        return PeerText.escape(why, LONGEST);
    }
}
