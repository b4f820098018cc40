package org.postern.mail;

import java.util.List;

/// Writes header fields as they stand in a message with LF line ends.
public final class HeaderWriter {
    private HeaderWriter() {}

    /// Appends one field with its line end.
    public static void append(StringBuilder out, HeaderField field) {
        out.append(field.name()).append(':').append(field.value()).append('\n');
    }

    /// The fields in order; the empty line after them is not included.
    public static String text(List<HeaderField> header) {
        StringBuilder out = new StringBuilder(512);
        for (HeaderField field : header) {
            append(out, field);
        }
        return out.toString();
    }
}
