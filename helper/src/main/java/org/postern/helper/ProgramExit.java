package org.postern.helper;

import org.postern.helperwire.HelperAnswer;

/// What the exit code of a program means for the mail, in sendmail's words (op guide §2.5, RFC 3463).
final class ProgramExit {
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    private ProgramExit() {}

    /// @param code as [Process] gives it: a program that a signal ended has 128 and the number of the signal
    /// @param mailer name and program of the mailer: `prog mailer (/bin/sh)`
    /// @param output what it printed
    static HelperAnswer answer(int code, String mailer, String output) {
        return switch (code) {
            case 0 -> new HelperAnswer.Delivered("2.0.0", "Sent");
            case 64 -> failed("5.0.0", "Command line usage error", output);
            case 65 -> failed("5.6.0", "Data format error", output);
            case 66 -> failed("5.3.0", "Cannot open input", output);
            case 67 -> failed("5.1.1", "User unknown", output);
            case 68 -> failed("5.1.2", "Host unknown", output);
            case 69 -> failed("5.0.0", "Service unavailable", output);
            case 70 -> failed("5.3.0", "Internal error", output);
            case 71 -> later("Operating system error", output);
            case 72 -> failed("5.3.5", "System file missing", output);
            case 73 -> failed("5.0.0", "Can't create output", output);
            case 74 -> later("I/O error", output);
            case 75 -> later(mailer + " exited with EX_TEMPFAIL", output);
            case 76 -> failed("5.5.0", "Remote protocol error", output);
            case 77 -> failed("5.0.0", "Insufficient permission", output);
            case 78 -> failed("5.3.5", "Local configuration error", output);
            default ->
                code > SIGNALLED && code <= SIGNALLED + LAST_SIGNAL
                        ? later(mailer + " died with signal " + (code - SIGNALLED), output)
                        : failed("5.3.0", "unknown mailer error " + code, output);
        };
    }

    static HelperAnswer failed(String status, String text, String output) {
        return new HelperAnswer.ProgramFailed(false, status, text, output);
    }

    static HelperAnswer later(String text, String output) {
        return new HelperAnswer.ProgramFailed(true, "4.0.0", text, output);
    }
}
