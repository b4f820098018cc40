package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// A message was taken into the queue: sendmail's `from=` line.
///
/// @param id the queue id
/// @param sender as given, safe for a log
/// @param size bytes of header and body as they came
/// @param priorityClass the class from the Precedence field
/// @param recipients how many recipients
/// @param messageId the Message-Id field, safe for a log; empty when there is none
/// @param bodyType the BODY parameter, empty when not given
/// @param protocol the word after `with` in the Received field, empty for local submission
/// @param daemon the name of the listener, empty for local submission
/// @param relay who is connected, safe for a log
public record MessageReceivedEvent(
        String id,
        String sender,
        long size,
        int priorityClass,
        int recipients,
        String messageId,
        String bodyType,
        String protocol,
        String daemon,
        String relay)
        implements Event {
    @Override
    public String name() {
        return "message.received";
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
        List<Field> fields = new ArrayList<>(9);
        fields.add(new Field("from", sender));
        fields.add(new Field("size", Long.toString(size)));
        fields.add(new Field("class", Integer.toString(priorityClass)));
        fields.add(new Field("nrcpts", Integer.toString(recipients)));
        addIfSaid(fields, "msgid", messageId);
        addIfSaid(fields, "bodytype", bodyType);
        addIfSaid(fields, "proto", protocol);
        addIfSaid(fields, "daemon", daemon);
        fields.add(new Field("relay", relay));
        return fields;
    }

    private static void addIfSaid(List<Field> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(new Field(name, value));
        }
    }
}
