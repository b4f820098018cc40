package org.postern.programs.tools;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// smrsh did not run a command.
///
/// @param why in smrsh's words, safe text
record RestrictedShellRefusal(String why) implements Event {
    @Override
    public String name() {
        return "smrsh.refused";
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
        return why.equals("usage") ? Priority.ERROR : Priority.CRITICAL;
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("why", why));
    }

    @Override
    public String text() {
        return why;
    }
}
