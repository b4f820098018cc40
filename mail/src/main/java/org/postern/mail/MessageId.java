package org.postern.mail;

import java.util.List;
import java.util.Optional;

/// The Message-Id field (RFC 5322 §3.6.4).
public final class MessageId {
    private MessageId() {}

    /// The id that sendmail's stock H line makes: `<$t.$i@$j>`.
    ///
    /// @param epochSeconds when the message arrived
    /// @param id its name in the queue
    /// @param hostName macro `$j`
    public static String make(long epochSeconds, QueueId id, String hostName) {
        return "<" + MailDate.numeric(epochSeconds) + "." + id + "@" + hostName + ">";
    }

    /// The id that a message has, for the log; empty when it has none.
    public static Optional<String> of(List<HeaderField> header) {
        return Headers.first(header, "Message-Id").map(HeaderField::plainValue);
    }
}
