package org.postern.deliver;

import java.util.Optional;
import org.postern.helperwire.ListOrigin;

/// Hears how addresses lead to others, in sendmail's order. Called on the thread of the expansion; texts may hold
/// what a peer sent.
interface ExpansionTrace {
    /// A recipient of the envelope is about to be expanded.
    void begins(String address);

    /// He is expanded.
    ///
    /// @param alive true when something can be delivered to so far
    void ends(boolean alive);

    /// The fate of an address is known.
    void settled(ExpansionResult.Settled settled);

    /// A line of a list in a file begins.
    ///
    /// @param line from 1
    void enters(ListOrigin list, int line);

    /// The line ends.
    void leaves();

    /// Why a list may not name programs or files; empty when it may.
    ///
    /// @param what `programs` or `files`
    Optional<String> refusal(ListOrigin list, String what);

    /// A user is about to be looked up in the aliases.
    void alias(String user);

    /// He is there.
    ///
    /// @param address as it was written
    void aliased(String address, String host, String user, String members);

    /// A member of a list was compared with the addresses that led to it.
    ///
    /// @param address as it stands in the list
    void reference(String address, Reference found);

    /// What a comparison says.
    enum Reference {
        /// It is none of them.
        NONE,
        /// It is one of them, and an account among them keeps the mail.
        RESOLVED,
        /// It is one of them, and nobody can keep the mail.
        LOOP
    }

    /// A user who has an account may forward his mail.
    void forward(String address);
}
