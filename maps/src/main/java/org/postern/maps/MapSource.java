package org.postern.maps;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.postern.base.Ascii;

/// Reads the source text of a map: one `key value` per line (makemap(8)).
///
/// @param separator between key and value; NUL: white space
/// @param comment begins a comment line
/// @param keepCase keys are not folded
/// @param emptyValues a key without a value is an entry
record MapSource(char separator, char comment, boolean keepCase, boolean emptyValues) {
    /// What makemap calls too long, in bytes with the line end.
    static final int LINE_LIMIT = 1024;

    /// Receives the entries.
    @FunctionalInterface
    interface Receiver {
        void entry(int line, String key, String value) throws IOException;
    }

    /// Reads all entries; complaints (`line N: ...`) go to the consumer.
    ///
    /// @return false when there was a complaint
    boolean read(InputStream in, Receiver receiver, Consumer<String> complaints) throws IOException {
        TextLines lines = new TextLines(in, LINE_LIMIT - 1);
        boolean clean = true;
        while (lines.next()) {
            String line = lines.line();
            String where = "line " + lines.number() + ": ";
            if (!lines.complete() && line.length() == LINE_LIMIT - 1) {
                complaints.accept(where + "line too long (" + LINE_LIMIT + " bytes max)");
                clean = false;
                continue;
            }
            int nul = line.indexOf('\0');
            String text = nul < 0 ? line : line.substring(0, nul);
            if (text.isEmpty() || text.charAt(0) == comment) {
                continue;
            }
            if (separator == 0 && Ascii.isSpace(text.charAt(0))) {
                complaints.accept(where + "syntax error (leading space)");
                clean = false;
                continue;
            }
            clean &= entry(lines.number(), text, receiver, complaints);
        }
        return clean;
    }

    private boolean entry(int number, String text, Receiver receiver, Consumer<String> complaints) throws IOException {
        int end = 0;
        while (end < text.length() && !separates(text.charAt(end))) {
            end++;
        }
        int start = end;
        while (start < text.length() && separates(text.charAt(start))) {
            start++;
        }
        String key = keepCase ? text.substring(0, end) : Ascii.lower(text.substring(0, end));
        if (start == text.length() && !emptyValues) {
            complaints.accept("line " + number + ": no RHS for LHS " + key);
            return false;
        }
        receiver.entry(number, key, text.substring(start));
        return true;
    }

    private boolean separates(char c) {
        return separator == 0 ? Ascii.isSpace(c) : c == separator;
    }
}
