package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// The header of one MIME entity as raw fields, and what its type says (RFC 2045 §5, §6).
///
/// @param fields each with its folding, without the last line end
record MimeHeader(List<String> fields) {
    MimeHeader {
        fields = List.copyOf(fields);
    }

    /// The value of a field, unfolded; empty when there is none.
    Optional<String> value(String name) {
        for (String field : fields) {
            if (is(field, name)) {
                return Optional.of(
                        field.substring(name.length() + 1).replace("\n", "").strip());
            }
        }
        return Optional.empty();
    }

    static boolean is(String field, String name) {
        return field.length() > name.length()
                && field.charAt(name.length()) == ':'
                && Ascii.startsIgnoringCase(field, name);
    }

    /// `type/subtype` in lower case; what the caller says when it is not stated.
    String type(String otherwise) {
        return value("Content-Type").map(MimeHeader::firstWord).orElse(otherwise);
    }

    /// The transfer encoding in lower case; `7bit` when it is not stated.
    String encoding() {
        return value("Content-Transfer-Encoding").map(MimeHeader::firstWord).orElse("7bit");
    }

    private static String firstWord(String value) {
        int end = 0;
        while (end < value.length() && "; \t(".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        return Ascii.lower(value.substring(0, end));
    }

    /// The delimiter of a multipart.
    Optional<String> boundary() {
        return value("Content-Type").flatMap(MimeHeader::boundary);
    }

    private static Optional<String> boundary(String value) {
        List<String> parameters = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted && i + 1 < value.length()) {
                i++;
                current.append(value.charAt(i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                parameters.add(current.toString());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        parameters.add(current.toString());
        for (String parameter : parameters.subList(1, parameters.size())) {
            String text = parameter.strip();
            if (Ascii.startsIgnoringCase(text, "boundary=")) {
                String boundary = text.substring("boundary=".length()).stripTrailing();
                return boundary.isEmpty() || boundary.length() > 200 ? Optional.empty() : Optional.of(boundary);
            }
        }
        return Optional.empty();
    }
}
