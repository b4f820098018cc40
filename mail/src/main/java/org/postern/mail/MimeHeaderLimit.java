package org.postern.mail;

import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// Shortens MIME header fields that would overflow weak readers (option MaxMimeHeaderLength; sendmail op guide §5.6):
/// whole fields, and the parts of Content-Type and Content-Disposition between semicolons. What is cut stays balanced:
/// open quotes and comments are closed, and a field that is not balanced by itself is mended.
///
/// @param header characters of a whole field; 0 for no limit
/// @param part characters of one part; 0 for no limit
public record MimeHeaderLimit(int header, int part) {
    /// A field that was changed.
    ///
    /// @param field as it is now
    /// @param alert what to log, in sendmail's words
    public record Shortened(HeaderField field, String alert) {}

    private enum Kind {
        TEXT,
        STRUCTURED,
        IN_PARTS
    }

    private static final Map<String, Kind> KINDS = Map.of(
            "content-description", Kind.TEXT,
            "content-id", Kind.STRUCTURED,
            "content-transfer-encoding", Kind.STRUCTURED,
            "mime-version", Kind.STRUCTURED,
            "content-type", Kind.IN_PARTS,
            "content-disposition", Kind.IN_PARTS);

    /// Looks at one field.
    ///
    /// @return empty when it stays as it is
    public Optional<Shortened> shorten(HeaderField field) {
        Kind kind = KINDS.get(Ascii.lower(field.name()));
        if (kind == null) {
            return Optional.empty();
        }
        String value = field.value();
        return switch (kind) {
            case TEXT -> text(field, value);
            case STRUCTURED -> whole(field, value);
            case IN_PARTS -> parts(field, value);
        };
    }

    private Optional<Shortened> text(HeaderField field, String value) {
        int room = room(value, header);
        if (header <= 0 || value.length() <= room) {
            return Optional.empty();
        }
        return Optional.of(
                changed(field, value.substring(0, room - 1), "Truncated long MIME ", " header", value.length()));
    }

    private Optional<Shortened> whole(HeaderField field, String value) {
        if (header <= 0) {
            return Optional.empty();
        }
        String cut = cut(value, room(value, header));
        if (cut.equals(value)) {
            return Optional.empty();
        }
        boolean tooLong = value.length() > room(value, header);
        return Optional.of(
                tooLong
                        ? changed(field, cut, "Truncated long MIME ", " header", value.length())
                        : new Shortened(with(field, cut), "Fixed MIME " + field.name() + " header (possible attack)"));
    }

    /// First the parts, then what is left as a whole.
    private Optional<Shortened> parts(HeaderField field, String value) {
        if (part <= 0) {
            return whole(field, value);
        }
        StringBuilder out = new StringBuilder(value.length());
        int longest = 0;
        int from = 0;
        while (from <= value.length()) {
            int end = partEnd(value, from);
            String one = value.substring(from, end);
            if (one.length() > room(one, part)) {
                longest = Math.max(longest, one.length());
            }
            out.append(cut(one, room(one, part)));
            if (end < value.length()) {
                out.append(';');
            }
            from = end + 1;
        }
        String fixed = out.toString();
        if (fixed.equals(value)) {
            return whole(field, value);
        }
        Shortened shortened = longest > 0
                ? changed(field, fixed, "Truncated MIME ", " header due to field size", longest)
                : new Shortened(with(field, fixed), "Fixed MIME " + field.name() + " header field (possible attack)");
        return Optional.of(whole(shortened.field(), fixed)
                .map(again -> new Shortened(again.field(), shortened.alert()))
                .orElse(shortened));
    }

    private static Shortened changed(HeaderField field, String value, String before, String after, int length) {
        return new Shortened(
                with(field, value), before + field.name() + after + " (length = " + length + ") (possible attack)");
    }

    private static HeaderField with(HeaderField field, String value) {
        return new HeaderField(field.name(), unfoldedEnd(value), field.mailerFlags());
    }

    /// A cut just behind a line break would leave an empty line.
    private static String unfoldedEnd(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == '\n') {
            end--;
        }
        return value.substring(0, end).replaceAll("\n(?![ \t])", "\n ");
    }

    /// The blank in front does not count.
    private static int room(String text, int limit) {
        return !text.isEmpty() && Ascii.isSpace(text.charAt(0)) ? limit + 1 : limit;
    }

    /// The end of the part that begins there: a semicolon outside quotes and comments.
    private static int partEnd(String value, int from) {
        Balance balance = new Balance();
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) == ';' && balance.isPlain()) {
                return i;
            }
            balance.take(value.charAt(i));
        }
        return value.length();
    }

    /// The longest beginning that fits together with what closes it.
    private static String cut(String text, int room) {
        Balance balance = new Balance();
        int most = Math.min(text.length(), room);
        int best = 0;
        String closing = "";
        for (int i = 0; i <= most; i++) {
            if (!balance.escaped() && i + balance.closers() <= most) {
                best = i;
                closing = balance.closing();
            }
            if (i < most) {
                balance.take(text.charAt(i));
            }
        }
        return text.substring(0, best) + closing;
    }

    /// Where a reader of RFC 5322 text stands.
    private static final class Balance {
        private boolean quoted;
        private boolean escape;
        private int comments;

        void take(char c) {
            if (escape) {
                escape = false;
            } else if (c == '\\') {
                escape = true;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else if (c == '(' && !quoted) {
                comments++;
            } else if (c == ')' && !quoted && comments > 0) {
                comments--;
            }
        }

        boolean escaped() {
            return escape;
        }

        boolean isPlain() {
            return !quoted && comments == 0 && !escape;
        }

        int closers() {
            return comments + (quoted ? 1 : 0);
        }

        String closing() {
            return (quoted ? "\"" : "") + ")".repeat(comments);
        }
    }
}
