package org.postern.smtp;

import java.util.List;

/// What the owner of a [ClientSession] has to do next.
public sealed interface ClientStep {
    /// Send these bytes, one `char` each.
    record Send(String text) implements ClientStep {}

    /// Read, and call [ClientSession#input], [ClientSession#connectionLost] or [ClientSession#timedOut].
    record NeedReply(ClientPhase phase) implements ClientStep {}

    /// Send header and body through a [DataWriter], with its end, then call [ClientSession#bodySent], or, in chunks,
    /// [ClientSession#chunksSent]; when the body cannot be read to its end, [ClientSession#bodyFailed].
    ///
    /// @param chunked true for BDAT commands, the last one with LAST, in place of the data of DATA (RFC 3030 §2)
    /// @param eightBitAllowed false when the server did not offer 8BITMIME: data with bytes above 127 must be
    ///     converted
    record SendBody(OutgoingMessage message, boolean chunked, boolean eightBitAllowed) implements ClientStep {}

    /// Do the TLS handshake, then call [ClientSession#tlsStarted] or [ClientSession#tlsFailed].
    record StartTls() implements ClientStep {}

    /// Wrap the connection in the security layer of the exchange that has just succeeded, then call
    /// [ClientSession#layerStarted].
    record StartLayer() implements ClientStep {}

    /// The message is finished, one result for each recipient in their order.
    ///
    /// @param usable the connection can carry another message
    /// @param stale the connection was an old one and was found closed before the server saw anything of this
    ///     message: a new connection to the same host is worth a try at once
    record Finished(List<RecipientResult> results, boolean usable, boolean stale) implements ClientStep {
        public Finished {
            results = List.copyOf(results);
        }
    }

    /// Nothing to do: call [ClientSession#send] or [ClientSession#quit].
    record Idle() implements ClientStep {}

    /// Close the connection; nothing follows.
    record Close() implements ClientStep {}
}
