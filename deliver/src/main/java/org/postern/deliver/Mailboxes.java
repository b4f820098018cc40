package org.postern.deliver;

import java.io.InputStream;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;

/// Where mailboxes are: the helper process, or a table in tests.
@FunctionalInterface
public interface Mailboxes {
    /// Appends a message to a mailbox; blocks until it is safe there or it is known why not.
    ///
    /// @param request for whom; it carries no authority
    /// @param message header and body with LF line ends; the callee does not close it
    HelperAnswer deliver(HelperRequest.DeliverToMailbox request, InputStream message);
}
