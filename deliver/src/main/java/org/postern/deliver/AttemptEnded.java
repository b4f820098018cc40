package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.mail.MailDate;

/// One attempt to deliver a message is over: it has left the queue, or what remains of it waits there.
///
/// @param id the message
/// @param done true when it has left the queue
/// @param delaySeconds since it arrived
/// @param attempts so far, this one included
public record AttemptEnded(String id, boolean done, long delaySeconds, int attempts) implements Event {
    private static final int DONE_LEVEL = 10;
    private static final int WAITS_LEVEL = 99;

    @Override
    public String name() {
        return done ? "message.done" : "message.waits";
    }

    @Override
    public int logLevel() {
        return done ? DONE_LEVEL : WAITS_LEVEL;
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
                new Field("delay", MailDate.span(delaySeconds)), new Field("ntries", Integer.toString(attempts)));
    }

    @Override
    public String text() {
        return (done ? "done; " : "waits; ") + Event.super.text();
    }
}
