package org.postern.cf;

import org.postern.base.SysExit;

/// One thing that is wrong in a configuration, in sendmail's words.
///
/// @param file the file that was read; empty for the command line
/// @param line its line, from 1; 0 when no line is to blame
/// @param message what is wrong
/// @param exit what the program's exit status becomes; [SysExit#OK] for a warning
/// @param fatal true when reading stopped here
/// @param bare true when sendmail prints it without file and line
public record Diagnostic(String file, int line, String message, SysExit exit, boolean fatal, boolean bare) {
    /// The line that sendmail prints: `FILE: line N: message`.
    public String text() {
        if (file.isEmpty() || bare) {
            return message;
        }
        return line > 0 ? file + ": line " + line + ": " + message : file + ": " + message;
    }

    /// True for a warning.
    public boolean warning() {
        return exit == SysExit.OK;
    }
}
