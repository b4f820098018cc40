package org.postern.testkit;

import java.util.Optional;
import javax.security.sasl.SaslClient;

/// One connection to something that speaks as a server: session logic in memory, a socket, anything.
///
/// The runner calls from one thread. [#receive] waits until there is something to return, but not for ever.
public interface TranscriptPeer extends AutoCloseable {
    /// What a wait for the server ended with.
    sealed interface Received {
        /// At least one byte; one `char` per byte.
        record Bytes(String bytes) implements Received {}

        /// The server has closed, and everything it sent was returned before.
        record Closed() implements Received {}

        /// Nothing came and nothing will: the deadline passed, or a session in memory waits for the client.
        record Silence(String reason) implements Received {}
    }

    /// Sends these bytes (one `char` per byte) in one write; a server that has closed is no error here.
    void send(String bytes);

    /// The next bytes of the server, as many as are there.
    Received receive();

    /// Starts TLS as the client.
    ///
    /// @param certificate the name of the one that the client shows, of [TestCertificates]
    default void startTls(Optional<String> certificate) {
        throw new AssertionError("this peer has no TLS");
    }

    /// From now on everything goes through the security layer that was agreed on.
    default void startLayer(SaslClient agreed) {
        throw new AssertionError("this peer has no security layer");
    }

    /// The client closes its side at once.
    void hangUp();

    /// Ends the connection and whatever serves it; may be called after [#hangUp].
    @Override
    void close();
}
