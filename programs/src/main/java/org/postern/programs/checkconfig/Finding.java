package org.postern.programs.checkconfig;

import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;

/// One thing that is wrong, or looks wrong.
///
/// @param file where; empty when no file is to blame
/// @param line there, 0 when unknown
/// @param text one sentence without a full stop
record Finding(Severity severity, String file, int line, String text) {
    private static final int LONGEST = 500;

    /// How bad it is.
    enum Severity {
        /// Mail is refused, lost to strangers, or the daemon does not start.
        ERROR,
        /// It is likely not what was meant.
        WARNING,
        /// Good to know.
        NOTE;

        String word() {
            return switch (this) {
                case ERROR -> "error";
                case WARNING -> "warning";
                case NOTE -> "note";
            };
        }
    }

    /// `FILE:LINE: error: TEXT`.
    String text(Paint paint) {
        String where = file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "") + ": ";
        String word = severity.word() + ":";
        String painted = switch (severity) {
            case ERROR -> paint.bad(word);
            case WARNING -> paint.warning(word);
            case NOTE -> paint.faint(word);
        };
        return where + painted + " " + Paint.visible(text, LONGEST);
    }

    Json json() {
        return Json.object()
                .with("severity", severity.word())
                .with("file", file)
                .with("line", line)
                .with("text", text);
    }
}
