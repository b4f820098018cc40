package org.postern.deliver;

import java.io.InputStream;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;

/// Who runs the programs of mailers: the helper process, or a table in tests.
@FunctionalInterface
public interface MailerPrograms {
    /// Hands a message to the program of a mailer; blocks until it is known what came of it.
    ///
    /// @param request which mailer, for whom; it carries no authority
    /// @param message header and body with LF line ends; the callee does not close it
    HelperAnswer run(HelperRequest.RunMailer request, InputStream message);
}
