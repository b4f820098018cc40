package org.postern.helper;

/// Where mailboxes are and whose they are: the helper's own configuration, never part of a request.
public sealed interface MailboxRules {
    /// The directory that holds one mailbox file for each user.
    String directory();

    /// The users of the host: the mailbox `directory/USER` belongs to USER, and is written as USER.
    ///
    /// @param directory usually `/var/mail`
    record OfSystemUsers(String directory) implements MailboxRules {
        public OfSystemUsers {
            requireAbsolute(directory);
        }
    }

    /// Users that exist only here, for trying things out: every mailbox belongs to the owner of the directory, who
    /// must be the user that this process runs as.
    record OfVirtualUsers(String directory) implements MailboxRules {
        public OfVirtualUsers {
            requireAbsolute(directory);
        }
    }

    private static void requireAbsolute(String directory) {
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("the mailbox directory " + directory + " is not an absolute name");
        }
    }
}
