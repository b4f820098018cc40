package org.postern.deliver;

import org.postern.mail.ControllingUser;

/// The files of users that change where their mail goes. They are read by the helper as the user; the network process
/// only gets what they say.
@FunctionalInterface
public interface UserFiles {
    /// What a user wants.
    sealed interface Forwarding {
        /// There is no file: the mailbox.
        record None() implements Forwarding {
            /// The one instance that is needed.
            public static final None INSTANCE = new None();
        }

        /// The mail goes to these addresses.
        ///
        /// @param text the content of the file, addresses separated by commas and line ends
        /// @param user whose rights programs and files of this list have
        record To(String text, ControllingUser user) implements Forwarding {}

        /// The file cannot be read now; the mail waits.
        ///
        /// @param reason for the log, safe text
        record Unavailable(String reason) implements Forwarding {}
    }

    /// What the `.forward` files of a local user say.
    Forwarding forwarding(String user);

    /// Nobody forwards.
    static UserFiles none() {
        return _ -> Forwarding.None.INSTANCE;
    }
}
