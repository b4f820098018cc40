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

    /// To [HelperRequest.CheckPassword].
    record PasswordJudged(PasswordState state) implements HelperAnswer {}

    /// To [HelperRequest.ShowFile].
    sealed interface OfFile extends HelperAnswer {}

    /// There is a copy that the network process may read.
    ///
    /// @param path of the copy, absolute; at most 2048 bytes, no control characters. It may be replaced by a newer
    ///     copy, as a whole
    record FileCopy(String path) implements OfFile {
        public FileCopy {
            WireText.bounded("path", path, WireText.MAX_ADDRESS);
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("relative path");
            }
        }
    }

    /// There is no such file, or sendmail's checks say that it must not be used.
    ///
    /// @param missing true when there is no such file
    /// @param reason in sendmail's words
    record NoFile(boolean missing, String reason) implements OfFile {
        public NoFile {
            reason = WireText.free(reason);
        }
    }

    /// To [HelperRequest.Ping].
    record Pong() implements HelperAnswer {}

    /// A part of a list of addresses, without its comments.
    ///
    /// @param text lines, each a list of its own; at most [#LONGEST] bytes; any bytes but NUL
    /// @param more true when another part follows
    /// @param stamp which state of the file it is; parts with different ones do not belong together
    /// @param user whose rights its programs and files have: for the log and the queue, not an authority
    /// @param uid his number
    /// @param gid his group
    record ListPart(String text, boolean more, long stamp, String user, int uid, int gid) implements HelperAnswer {
        /// The most bytes in one part.
        public static final int LONGEST = 60_000;

        public ListPart {
            WireText.bounded("user", user, WireText.MAX_USER);
            if (text.length() > LONGEST || text.indexOf(0) >= 0) {
                throw new IllegalArgumentException("a part of " + text.length() + " bytes");
            }
        }
    }

    /// To [HelperRequest.ReadClass]: a part of the text; any bytes.
    ///
    /// @param text at most [#LONGEST] bytes
    /// @param more true when another part follows
    record ClassPart(String text, boolean more) implements HelperAnswer {
        /// The most bytes in one part; every part but the last has so many.
        public static final int LONGEST = 60_000;

        public ClassPart {
            if (text.length() > LONGEST || (more && text.length() != LONGEST)) {
                throw new IllegalArgumentException("a part of " + text.length() + " bytes");
            }
        }
    }

    /// There is no such list: no `.forward`, or none that may be used.
    record NoList() implements HelperAnswer {}

    /// A program ended with a failure, or could not be run.
    ///
    /// @param temporary true when it is to be tried again
    /// @param status an enhanced status of class 4 or 5; class 4 with `temporary` only
    /// @param text sendmail's words for the log
    /// @param output what the program printed, lines separated by LF, at most [#MOST_OUTPUT] bytes, no
    ///     other control characters
    record ProgramFailed(boolean temporary, String status, String text, String output) implements HelperAnswer {
        /// The most bytes of output.
        public static final int MOST_OUTPUT = 4096;

        public ProgramFailed {
            WireText.status(status, temporary ? '4' : '5');
            text = WireText.free(text);
            WireText.bounded("output", output.replace('\n', ' '), MOST_OUTPUT);
        }
    }
}
