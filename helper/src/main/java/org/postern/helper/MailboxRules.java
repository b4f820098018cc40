package org.postern.helper;

import java.util.Optional;

/// Where mailboxes are and whose they are: the helper's own configuration, never part of a request.
public sealed interface MailboxRules {
    /// One directory that holds a mailbox file for each user.
    sealed interface InDirectory extends MailboxRules {
        /// The directory, absolute.
        String directory();
    }

    /// The users of the host: the mailbox `directory/USER` belongs to USER, and is written as USER.
    ///
    /// @param directory usually `/var/mail`
    record OfSystemUsers(String directory) implements InDirectory {
        public OfSystemUsers {
            requireAbsolute(directory);
        }
    }

    /// Users that exist only here, for trying things out: every mailbox belongs to the owner of the directory, who
    /// must be the user that this process runs as.
    record OfVirtualUsers(String directory) implements InDirectory {
        public OfVirtualUsers {
            requireAbsolute(directory);
        }
    }

    /// The users of the host, each with his mailbox in his home directory.
    ///
    /// @param name of the file or directory in the home directory
    /// @param maildir true for a directory with a file for each message, false for one file with all of them
    record InHome(String name, boolean maildir) implements MailboxRules {
        public InHome {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
                throw new IllegalArgumentException("\"" + name + "\" is not a name in a home directory");
            }
        }
    }

    /// The setting of an administrator: `/DIRECTORY`, `~/FILE`, or `~/DIRECTORY/` for a Maildir.
    ///
    /// @return empty for anything else
    static Optional<MailboxRules> parse(String setting) {
        if (setting.startsWith("/")) {
            return Optional.of(new OfSystemUsers(setting));
        }
        if (!setting.startsWith("~/")) {
            return Optional.empty();
        }
        boolean maildir = setting.endsWith("/");
        String name = maildir ? setting.substring(2, Math.max(2, setting.length() - 1)) : setting.substring(2);
        try {
            return Optional.of(new InHome(name, maildir));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void requireAbsolute(String directory) {
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("the mailbox directory " + directory + " is not an absolute name");
        }
    }
}
