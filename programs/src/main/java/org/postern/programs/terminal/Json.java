package org.postern.programs.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A JSON value (RFC 8259). Immutable.
public sealed interface Json {
    /// A string; each char is one byte and is read as ISO-8859-1.
    record Text(String value) implements Json {}

    /// A whole number.
    record Whole(long value) implements Json {}

    /// `true` or `false`.
    record Truth(boolean value) implements Json {}

    /// `null`: known to be unknown.
    record Nothing() implements Json {}

    /// An array.
    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    /// An object; its members keep their order.
    record Members(List<Member> members) implements Json {
        public Members {
            members = List.copyOf(members);
        }

        /// The object with one more member.
        public Members with(String name, Json value) {
            List<Member> more = new ArrayList<>(members);
            more.add(new Member(name, value));
            return new Members(more);
        }

        /// The object with one more text.
        public Members with(String name, String value) {
            return with(name, new Text(value));
        }

        /// The object with one more number.
        public Members with(String name, long value) {
            return with(name, new Whole(value));
        }

        /// The object with one more truth.
        public Members with(String name, boolean value) {
            return with(name, new Truth(value));
        }

        /// The object with one more text, if there is one.
        public Members withText(String name, Optional<String> value) {
            return value.map(text -> with(name, text)).orElse(this);
        }

        /// The object with one more array of texts.
        public Members withTexts(String name, List<String> values) {
            return with(name, Json.items(values, Text::new));
        }

        /// The object with one more array.
        public <T> Members with(String name, List<T> values, Function<? super T, ? extends Json> as) {
            return with(name, Json.items(values, as));
        }
    }

    /// One member of an object.
    record Member(String name, Json value) {}

    /// An object without members, to begin with.
    static Members object() {
        return new Members(List.of());
    }

    /// An array of what the function makes of the values.
    static <T> Items items(List<T> values, Function<? super T, ? extends Json> as) {
        List<Json> made = new ArrayList<>(values.size());
        values.forEach(value -> made.add(as.apply(value)));
        return new Items(made);
    }

    /// A string as JSON with its quotes. Everything but printable ASCII is escaped, so that the text is valid whatever
    /// its reader takes it for.
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /// The value in one line, without a line end.
    default String line() {
        return switch (this) {
            case Text(String value) -> quoted(value);
            case Whole(long value) -> Long.toString(value);
            case Truth(boolean value) -> Boolean.toString(value);
            case Nothing() -> "null";
            case Items(List<Json> values) ->
                "[" + String.join(",", values.stream().map(Json::line).toList()) + "]";
            case Members(List<Member> members) ->
                "{"
                        + String.join(
                                ",",
                                members.stream()
                                        .map(member -> quoted(member.name()) + ":"
                                                + member.value().line())
                                        .toList())
                        + "}";
        };
    }

    /// The value over several lines, indented by two blanks, with a line end.
    default String pretty() {
        return JsonLayout.of(this) + "\n";
    }
}
