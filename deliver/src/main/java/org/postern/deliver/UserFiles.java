package org.postern.deliver;

import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;

/// The lists of addresses that stand in files: what users say about where their mail goes, and `:include:` files.
/// They are read by the helper, as the user or as the owner of the alias; the network process only gets what they
/// say.
@FunctionalInterface
public interface UserFiles {
    /// What a list says.
    sealed interface Forwarding {
        /// There is no file: the mailbox.
        record None() implements Forwarding {
            /// The one instance that is needed.
            public static final None INSTANCE = new None();
        }

        /// The mail goes to these addresses.
        ///
        /// @param text the content of the file; every line is a list of addresses
        /// @param user whose rights programs and files of this list have
        record To(String text, ControllingUser user) implements Forwarding {}

        /// The list cannot be read, ever: its mail comes back.
        ///
        /// @param reason sendmail's words, safe text
        record Unreadable(String reason) implements Forwarding {}

        /// The file cannot be read now; the mail waits.
        ///
        /// @param reason for the log, safe text
        record Unavailable(String reason) implements Forwarding {}
    }

    /// What a list says.
    ///
    /// @param origin the forwarding of a user, or an `:include:` file
    Forwarding read(ListOrigin origin);

    /// Nobody forwards, and there are no lists.
    static UserFiles none() {
        return _ -> Forwarding.None.INSTANCE;
    }

    /// Asks the helper, part by part.
    ///
    /// @param parts asks for one part
    /// @param longest bytes of a whole list; a longer one is unreadable
    static UserFiles of(Parts parts, int longest) {
        return new ListReader(parts, longest);
    }

    /// One question to the helper.
    @FunctionalInterface
    interface Parts {
        /// Asks for a part of a list.
        HelperAnswer read(HelperRequest.ReadList request);
    }
}
