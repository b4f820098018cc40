package org.postern.deliver;

import java.io.InputStream;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;

/// Who keeps messages that can neither be delivered nor returned (DeadLetterDrop): the helper process, or a list in
/// tests.
@FunctionalInterface
public interface DeadLetterFile {
    /// Keeps a message; blocks until it is safe or it is known why not. The text of a good answer is the name of the
    /// file.
    ///
    /// @param request it carries no authority
    /// @param message header and body with LF line ends; the callee does not close it
    HelperAnswer keep(HelperRequest.KeepDeadLetter request, InputStream message);
}
