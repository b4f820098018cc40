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

    /// To [HelperRequest.Ping].
    record Pong() implements HelperAnswer {}
}
