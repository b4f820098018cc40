package org.postern.programs.users;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// A command of a user could not do its work.
///
/// @param why in the command's words
record UserCommandEvent(String why) implements Event {
    @Override
    public String name() {
        return "user.command";
    }

    @Override
    public Optional<String> queueId() {
        return Optional.empty();
    }

    @Override
    public int logLevel() {
        return 0;
    }

    @Override
    public Priority priority() {
        return Priority.ERROR;
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("why", text()));
    }

    @Override
    public String text() {
        return PeerText.of(why).forLog();
    }
}
