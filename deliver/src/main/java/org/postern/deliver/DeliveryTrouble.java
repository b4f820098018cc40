package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// Something went wrong on this side while a message was delivered: the queue refused a change, or the program has a
/// bug. The message stays in the queue.
///
/// @param id the message
/// @param what what was being done
/// @param cause why it failed
public record DeliveryTrouble(String id, String what, String cause) implements Event {
    /// From an exception.
    static DeliveryTrouble of(String id, String what, Exception cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.toString();
        return new DeliveryTrouble(id, what, text);
    }

    @Override
    public String name() {
        return "delivery.trouble";
    }

    @Override
    public int logLevel() {
        return 0;
    }

    @Override
    public Priority priority() {
        return Priority.CRITICAL;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("what", what), new Field("cause", PeerText.of(cause).forLog()));
    }

    @Override
    public String text() {
        return "SYSERR: " + what + ": " + PeerText.of(cause).forLog();
    }
}
