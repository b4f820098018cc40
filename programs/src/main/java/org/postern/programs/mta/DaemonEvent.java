package org.postern.programs.mta;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// What a process of the daemon says about itself.
///
/// @param name a dotted name
/// @param logLevel from which level on the line appears
/// @param priority of the line
/// @param text in words, without control characters
public record DaemonEvent(String name, int logLevel, Priority priority, String text) implements Event {
    private static final int LONGEST = 900;

    public DaemonEvent {
        text = PeerText.escape(text, LONGEST);
    }

    /// Something that an administrator wants to see at the ordinary level.
    public static DaemonEvent info(String name, String text) {
        return new DaemonEvent(name, 9, Priority.INFO, text);
    }

    /// Something that is wrong.
    public static DaemonEvent problem(String name, String text) {
        return new DaemonEvent(name, 0, Priority.CRITICAL, text);
    }

    @Override
    public Optional<String> queueId() {
        return Optional.empty();
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("text", text));
    }
}
