package org.postern.tls;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The connection below a [TlsConversation]. It blocks, and brings its own deadlines.
public interface TlsTransport {
    /// Waits for bytes and puts them into the buffer.
    ///
    /// @return how many came, at least one; -1 at the end
    int read(ByteBuffer into) throws IOException;

    /// Takes what has come, without waiting.
    ///
    /// @return how many came, 0 when none are there, -1 at the end
    int readNow(ByteBuffer into) throws IOException;

    /// Sends all of the buffer.
    void write(ByteBuffer from) throws IOException;
}
