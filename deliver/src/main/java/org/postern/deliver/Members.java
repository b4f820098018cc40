package org.postern.deliver;

import java.io.InputStream;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;

/// Who runs the programs and writes the files that are members of lists: the helper process, or a table in tests.
@FunctionalInterface
public interface Members {
    /// Hands a message to a program or a file; blocks until it is known what came of it.
    ///
    /// @param request which member of which list; it carries no authority
    /// @param message header and body with LF line ends; the callee does not close it
    HelperAnswer deliver(HelperRequest.DeliverToMember request, InputStream message);
}
