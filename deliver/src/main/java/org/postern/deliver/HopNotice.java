package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// What encryption, authentication and the rule sets about them came to at another host, in sendmail's words:
/// `STARTTLS=client, relay=mx.example.org., version=TLSv1.3, verify=OK, cipher=..., bits=256/256`.
///
/// @param name of the event
/// @param logLevel from which on the line appears
/// @param priority of the line
/// @param queueId the message, where the line is about one
/// @param fields the values, safe for a log
/// @param text the line
record HopNotice(
        String name, int logLevel, Priority priority, Optional<String> queueId, List<Field> fields, String text)
        implements Event {
    HopNotice {
        fields = List.copyOf(fields);
    }

    static HopNotice info(String name, int logLevel, List<Field> fields) {
        return of(name, logLevel, Priority.INFO, Optional.empty(), fields);
    }

    static HopNotice of(String name, int logLevel, Priority priority, Optional<String> queueId, List<Field> fields) {
        StringBuilder text = new StringBuilder(128);
        for (Field field : fields) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(field.name())
                    .append('=')
                    .append(field.value());
        }
        return new HopNotice(name, logLevel, priority, queueId, fields, text.toString());
    }

    static HopNotice trouble(String name, int logLevel, List<Field> fields, String text) {
        return new HopNotice(name, logLevel, Priority.WARNING, Optional.empty(), fields, text);
    }
}
