package org.postern.sasl;

/// What a client thinks of the server's `235`.
public sealed interface ClientVerdict {
    /// Both sides have what they need.
    record Authenticated() implements ClientVerdict {}

    /// The server said yes without the proof that the mechanism demands of it: not the server it says it is.
    ///
    /// @param why for the log
    record NotProved(String why) implements ClientVerdict {}
}
