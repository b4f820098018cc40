package org.postern.helperwire;

import org.postern.base.SysExit;

/// What became of a request. Texts are safe for a log and for a report: control characters are escaped.
public sealed interface HelperAnswer {
    /// Done, and on the disk.
    ///
    /// @param status an enhanced status of class 2
    record Delivered(String status, String text) implements HelperAnswer {
        public Delivered {
            WireText.status(status, '2');
            text = WireText.free(text);
        }
    }

    /// It cannot be done, now or later: the message goes back to its sender.
    ///
    /// @param exit the code with which sendmail's local mailer would have ended
    /// @param status an enhanced status of class 5
    record Failed(SysExit exit, String status, String text) implements HelperAnswer {
        public Failed {
            WireText.status(status, '5');
            text = WireText.free(text);
        }
    }

    /// It cannot be done now; nothing has been changed.
    ///
    /// @param exit the code with which sendmail's local mailer would have ended
    /// @param status an enhanced status of class 4
    record Temporary(SysExit exit, String status, String text) implements HelperAnswer {
        public Temporary {
            WireText.status(status, '4');
            text = WireText.free(text);
        }
    }

    /// The helper did not understand the request or does not take it: a fault of this program or an attack. The
    /// message stays in the queue.
    record Refused(String text) implements HelperAnswer {
        public Refused {
            text = WireText.free(text);
        }
    }

    /// To [HelperRequest.RunMapProgram]: the program has ended.
    ///
    /// @param exit its exit code, 0 to 255
    /// @param printed false when it printed nothing at all
    /// @param firstLine the first line of its output, at most 2048 bytes; any byte but NUL and line ends
    record ProgramEnded(int exit, boolean printed, String firstLine) implements HelperAnswer {
        public ProgramEnded {
            if (exit < 0 || exit > 255) {
                throw new IllegalArgumentException("exit code " + exit);
            }
            WireText.line(firstLine);
        }
    }

    /// To [HelperRequest.ReadMapSecret].
    ///
    /// @param password at most 2048 bytes; any byte but NUL and line ends
    record Secret(String password) implements HelperAnswer {
        public Secret {
            WireText.line(password);
        }

        /// Without the password.
        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /// To [HelperRequest.Ping].
    record Pong() implements HelperAnswer {}
}
