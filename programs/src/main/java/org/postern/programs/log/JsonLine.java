package org.postern.programs.log;

import java.time.Instant;
import java.util.Locale;
import org.postern.base.Event;
import org.postern.programs.terminal.Json;

/// One event as one JSON object in one line (RFC 8259): `time`, `host`, `tag`, `pid`, `event`, `priority`, `level`,
/// `id`, then the fields of the event under their own names, and `line`, the text of the classic line.
///
/// A field whose name is taken gets `field_` in front of it.
final class JsonLine implements LineFormat {
    private static final java.util.Set<String> TAKEN =
            java.util.Set.of("time", "host", "tag", "pid", "event", "priority", "level", "id", "line");

    private final LogIdentity identity;

    JsonLine(LogIdentity identity) {
        this.identity = identity;
    }

    @Override
    public String of(long epochMillis, Event event) {
        StringBuilder out = new StringBuilder(256).append('{');
        text(out, "time", Instant.ofEpochMilli(epochMillis).toString());
        text(out, "host", identity.host());
        text(out, "tag", identity.tag());
        number(out, "pid", identity.processId());
        text(out, "event", event.name());
        text(out, "priority", event.priority().name().toLowerCase(Locale.ROOT));
        number(out, "level", event.logLevel());
        event.queueId().ifPresent(id -> text(out, "id", id));
        for (Event.Field field : event.fields()) {
            text(out, TAKEN.contains(field.name()) ? "field_" + field.name() : field.name(), field.value());
        }
        text(out, "line", event.line());
        return out.append("}\n").toString();
    }

    private static void name(StringBuilder out, String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append(Json.quoted(name)).append(':');
    }

    private static void text(StringBuilder out, String name, String value) {
        name(out, name);
        out.append(Json.quoted(value));
    }

    private static void number(StringBuilder out, String name, long value) {
        name(out, name);
        out.append(value);
    }
}
