package org.postern.helperwire;

import java.util.List;

/// What the network process may ask for. A request that exists has valid fields; it carries no authority.
public sealed interface HelperRequest {
    /// Append the message that follows to the mailbox of a local user, as that user.
    ///
    /// @param queueId for the helper's log: 1 to 21 letters and digits
    /// @param sender the envelope sender for the `From ` line, without angle brackets, empty for the null sender;
    ///     at most 2048 bytes, no control characters
    /// @param user the local user's name; at most 256 bytes, no control characters
    /// @param size the expected size of the message in bytes, 0 when it is not known
    record DeliverToMailbox(String queueId, String sender, String user, long size) implements HelperRequest {
        public DeliverToMailbox {
            WireText.queueId(queueId);
            WireText.bounded("sender", sender, WireText.MAX_ADDRESS);
            WireText.bounded("user", user, WireText.MAX_USER);
            if (user.isEmpty() || size < 0) {
                throw new IllegalArgumentException("no user, or a negative size");
            }
        }
    }

    /// Run the program of a `program` map for one key; which program, the helper knows.
    ///
    /// @param map the name of the map; at most 256 bytes, no control characters
    /// @param key the last argument; at most 2048 bytes, no control characters
    record RunMapProgram(String map, String key) implements HelperRequest {
        public RunMapProgram {
            WireText.bounded("map", map, WireText.MAX_USER);
            WireText.bounded("key", key, WireText.MAX_ADDRESS);
        }
    }

    /// Read the password for the directory server of an `ldap` map; which file, the helper knows.
    ///
    /// @param map the name of the map, empty for the option LDAPDefaultSpec; at most 256 bytes, no
    ///     control characters
    record ReadMapSecret(String map) implements HelperRequest {
        public ReadMapSecret {
            WireText.bounded("map", map, WireText.MAX_USER);
        }
    }

    /// Say whether that is the password of an account of this system.
    ///
    /// @param user the account; 1 to 256 bytes, no control characters
    /// @param realm the realm that the client named, or the usual one; at most 256 bytes, no control characters
    /// @param password as it came; one line of at most 2048 bytes
    record CheckPassword(String user, String realm, String password) implements HelperRequest {
        public CheckPassword {
            WireText.bounded("user", user, WireText.MAX_USER);
            WireText.bounded("realm", realm, WireText.MAX_USER);
            WireText.line(password);
            if (user.isEmpty()) {
                throw new IllegalArgumentException("no user");
            }
        }

        /// Without the password.
        @Override
        public String toString() {
            return "CheckPassword[" + user + "@" + realm + "]";
        }
    }

    /// Make a file readable that only root may read: a map, an alias file, a file with words for a class.
    ///
    /// @param path the file, as the configuration names it; at most 2048 bytes, no control characters. It only says
    ///     which of the files is meant that the helper's own configuration names
    record ShowFile(String path) implements HelperRequest {
        public ShowFile {
            WireText.bounded("path", path, WireText.MAX_ADDRESS);
        }
    }

    /// Say what the program of a class (`F` line) printed when the helper read its own copy of the configuration.
    ///
    /// @param source `|` and the command line of the program; 1 to 2048 bytes, no control characters. What that
    ///     copy does not name is refused
    /// @param part 0 for the beginning; a long text comes in parts
    record ReadClass(String source, int part) implements HelperRequest {
        public ReadClass {
            WireText.bounded("source", source, WireText.MAX_ADDRESS);
            if (source.isEmpty() || part < 0) {
                throw new IllegalArgumentException("no source, or a negative part");
            }
        }
    }

    /// Nothing: the answer shows that the helper is there.
    record Ping() implements HelperRequest {}

    /// Say what a list of addresses holds: a user's `.forward`, read as that user, or an `:include:` file.
    ///
    /// @param origin which one; an alias alone is not asked for, both processes have the database
    /// @param part 0 for the beginning; a long list comes in parts
    record ReadList(ListOrigin origin, int part) implements HelperRequest {
        public ReadList {
            if (part < 0
                    || (origin.root() == ListOrigin.Root.ALIAS
                            && origin.includes().isEmpty())) {
                throw new IllegalArgumentException("part of a list");
            }
        }
    }

    /// Hand the message that follows to the program, or append it to the file, that is a member of a list.
    ///
    /// @param queueId for the helper's log: 1 to 21 letters and digits
    /// @param sender the envelope sender for the `From ` line, without angle brackets, empty for the null sender;
    ///     at most 2048 bytes, no control characters
    /// @param origin the list
    /// @param member the member as it stands in the list, with its quotes: `"|prog arguments"` or `/path`; 1
    ///     to 2048 bytes, no control characters. What the list does not hold is not done
    /// @param size the expected size of the message in bytes, 0 when it is not known
    record DeliverToMember(String queueId, String sender, ListOrigin origin, String member, long size)
            implements HelperRequest {
        public DeliverToMember {
            WireText.queueId(queueId);
            WireText.bounded("sender", sender, WireText.MAX_ADDRESS);
            WireText.bounded("member", member, WireText.MAX_ADDRESS);
            if (member.isEmpty() || size < 0) {
                throw new IllegalArgumentException("no member, or a negative size");
            }
        }
    }

    /// Hand the message that follows to the program of a mailer other than `prog`: procmail as the local mailer, or a
    /// mailer that an administrator wrote.
    ///
    /// @param queueId for the helper's log: 1 to 21 letters and digits
    /// @param sender the envelope sender without angle brackets, empty for the null sender; at most 2048 bytes, no
    ///     control characters
    /// @param mailer the mailer's name; program, arguments and rights come from the helper's own M line.
    ///     1 to 256 bytes, no control characters
    /// @param host what `$h` stands for; at most 2048 bytes, no control characters
    /// @param users what `$u` stands for, 1 to [#MOST_USERS]; each 1 to 2048 bytes without control characters
    /// @param size the expected size of the message in bytes, 0 when it is not known
    record RunMailer(String queueId, String sender, String mailer, String host, List<String> users, long size)
            implements HelperRequest {
        /// So many users at most.
        public static final int MOST_USERS = 10;

        public RunMailer {
            WireText.queueId(queueId);
            WireText.bounded("sender", sender, WireText.MAX_ADDRESS);
            WireText.bounded("mailer", mailer, WireText.MAX_USER);
            WireText.bounded("host", host, WireText.MAX_ADDRESS);
            users = List.copyOf(users);
            if (mailer.isEmpty() || users.isEmpty() || users.size() > MOST_USERS || size < 0) {
                throw new IllegalArgumentException("no mailer, no users or too many, or a negative size");
            }
            for (String user : users) {
                WireText.bounded("user", user, WireText.MAX_ADDRESS);
                if (user.isEmpty()) {
                    throw new IllegalArgumentException("an empty user");
                }
            }
        }
    }

    /// Keep the message that follows in the file that DeadLetterDrop names; which one, the helper knows.
    ///
    /// @param queueId for the helper's log: 1 to 21 letters and digits
    /// @param sender the envelope sender for the `From ` line, without angle brackets, empty for the null sender;
    ///     at most 2048 bytes, no control characters
    /// @param size the expected size of the message in bytes, 0 when it is not known
    record KeepDeadLetter(String queueId, String sender, long size) implements HelperRequest {
        public KeepDeadLetter {
            WireText.queueId(queueId);
            WireText.bounded("sender", sender, WireText.MAX_ADDRESS);
            if (size < 0) {
                throw new IllegalArgumentException("a negative size");
            }
        }
    }

    /// Speak with the program of a mailer, in SMTP or LMTP: the bytes of the request are its standard input, what it
    /// prints comes back as it is.
    ///
    /// @param queueId for the helper's log: 1 to 21 letters and digits
    /// @param sender the envelope sender without angle brackets, empty for the null sender; at most 2048 bytes, no
    ///     control characters
    /// @param mailer the mailer's name; program, arguments and rights come from the helper's own M line.
    ///     1 to 256 bytes, no control characters
    /// @param host what `$h` stands for; at most 2048 bytes, no control characters
    /// @param user the recipient, for a mailer that runs as him; at most 2048 bytes, no control characters
    record TalkToMailer(String queueId, String sender, String mailer, String host, String user)
            implements HelperRequest {
        public TalkToMailer {
            WireText.queueId(queueId);
            WireText.bounded("sender", sender, WireText.MAX_ADDRESS);
            WireText.bounded("mailer", mailer, WireText.MAX_USER);
            WireText.bounded("host", host, WireText.MAX_ADDRESS);
            WireText.bounded("user", user, WireText.MAX_ADDRESS);
            if (mailer.isEmpty()) {
                throw new IllegalArgumentException("no mailer");
            }
        }
    }
}
