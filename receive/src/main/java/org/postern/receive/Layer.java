package org.postern.receive;

import java.io.IOException;

/// One way to send and receive the bytes of a session: as they are, in TLS, in a security layer of SASL, or one within
/// the other. Used by the one thread of the session; it blocks, and whoever calls bounds the time.
sealed interface Layer permits Wire, TlsLayer, SaslLayer {
    /// Waits for bytes.
    ///
    /// @return how many came, at least one; -1 at the end
    int read(byte[] into) throws IOException;

    /// Takes what has come, without waiting.
    ///
    /// @return how many came, 0 when none have, -1 at the end
    int readNow(byte[] into) throws IOException;

    /// Sends all of it.
    void write(byte[] data) throws IOException;

    /// Says that nothing follows, as far as the layer has words for that.
    void end();
}
