package org.postern.deliver;

/// Who has a mailbox here: asked for mailers with flag `w` (sendmail op guide §5.4), never for the right to do
/// anything.
@FunctionalInterface
public interface LocalUsers {
    /// The answer.
    enum Answer {
        KNOWN,
        UNKNOWN,
        /// The database of users cannot be asked now.
        UNAVAILABLE
    }

    /// Looks a login name up.
    Answer find(String user);
}
