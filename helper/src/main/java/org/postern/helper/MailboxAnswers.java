package org.postern.helper;

import java.io.IOException;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.Errno;
import org.postern.os.OsException;

/// The answers about mailboxes, in mail.local's words where it has some.
final class MailboxAnswers {
    static final HelperAnswer SENT = new HelperAnswer.Delivered("2.1.5", "Sent");

    private MailboxAnswers() {}

    /// mail.local's answer to something that is no mailbox: permanent.
    static HelperAnswer unfit(String why) {
        return new HelperAnswer.Failed(SysExit.UNAVAILABLE, "5.2.0", why);
    }

    static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.0", why);
    }

    static HelperAnswer locked(String name) {
        return later("lockmailbox " + name + " failed");
    }

    /// A trouble of the file system or of the message itself is never the sender's fault: temporary, whatever it is.
    static HelperAnswer failure(IOException e) {
        if (!(e instanceof OsException system)) {
            return later(String.valueOf(e.getMessage()));
        }
        boolean full =
                system.errno() == Errno.ENOSPC || system.errno() == Errno.EDQUOT || system.errno() == Errno.EFBIG;
        return new HelperAnswer.Temporary(
                SysExit.TEMPORARY_FAILURE, full ? "4.2.2" : "4.2.0", system.path() + ": " + system.reason());
    }
}
