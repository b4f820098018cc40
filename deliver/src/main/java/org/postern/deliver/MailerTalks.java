package org.postern.deliver;

import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.MailerTalk;

/// Who lets deliveries talk to the programs of mailers: the helper process.
@FunctionalInterface
public interface MailerTalks {
    /// Begins a conversation, which has to be closed.
    ///
    /// @param request which mailer; it carries no authority
    MailerTalk begin(HelperRequest.TalkToMailer request);
}
