package org.postern.sasl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// The directives of a DIGEST-MD5 message (RFC 2831 §2.1): `name=value` or `name="quoted"`, with commas between.
/// Text is bytes.
final class DigestDirectives {
    /// The longest message that is looked at, in bytes (RFC 2831 §2.1.1 and §2.1.2: below 2048 and 4096).
    static final int LIMIT = 4096;

    private static final int MAX_DIRECTIVES = 32;

    private final Map<String, List<String>> values;

    private DigestDirectives(Map<String, List<String>> values) {
        this.values = values;
    }

    /// The directives; nothing when the grammar is not kept or the message is too long.
    static Optional<DigestDirectives> parse(byte[] message) {
        if (message.length > LIMIT) {
            return Optional.empty();
        }
        Reader reader = new Reader(Ascii.text(message));
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        while (reader.skipToNext()) {
            Optional<String> name = reader.name();
            Optional<String> value = name.isPresent() ? reader.value() : Optional.empty();
            if (value.isEmpty() || ++count > MAX_DIRECTIVES) {
                return Optional.empty();
            }
            values.computeIfAbsent(Ascii.lower(name.orElse("")), _ -> new ArrayList<>())
                    .add(value.get());
        }
        return reader.failed || values.isEmpty() ? Optional.empty() : Optional.of(new DigestDirectives(values));
    }

    /// The value of a directive that may come once; nothing when it is missing.
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    /// All values of a directive.
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /// True when none of these comes more than once.
    boolean once(String... names) {
        for (String name : names) {
            if (all(name).size() > 1) {
                return false;
            }
        }
        return true;
    }

    /// A value between quotes.
    static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Reads from left to right.
    private static final class Reader {
        private final String text;
        private int at;
        private boolean failed;

        Reader(String text) {
            this.text = text;
        }

        /// Moves over blanks and commas to the next directive; false at the end or after a failure.
        boolean skipToNext() {
            int from = at;
            boolean comma = false;
            while (at < text.length() && (Ascii.isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
                comma |= text.charAt(at) == ',';
                at++;
            }
            failed |= at < text.length() && from > 0 && !comma;
            return !failed && at < text.length();
        }

        Optional<String> name() {
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            String name = text.substring(from, at);
            skipBlanks();
            if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
                return Optional.empty();
            }
            at++;
            skipBlanks();
            return Optional.of(name);
        }

        Optional<String> value() {
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return at == from ? Optional.empty() : Optional.of(text.substring(from, at));
        }

        private Optional<String> quoted() {
            StringBuilder out = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return Optional.of(out.toString());
                }
                if (c == '\\') {
                    if (at >= text.length()) {
                        return Optional.empty();
                    }
                    c = text.charAt(at++);
                }
                if (c == 0) {
                    return Optional.empty();
                }
                out.append(c);
            }
            return Optional.empty();
        }

        private void skipBlanks() {
            while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
                at++;
            }
        }

        private static boolean isToken(char c) {
            return c > ' ' && c < 127 && "()<>@,;:\\\"[]?={}".indexOf(c) < 0;
        }
    }
}
