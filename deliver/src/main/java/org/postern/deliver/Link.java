package org.postern.deliver;

import java.io.IOException;
import java.time.Duration;

/// The bytes of one connection to a next hop. Used by one thread at a time; only [#close] may come from another.
interface Link {
    /// Waits for bytes.
    ///
    /// @return how many came, -1 at the end
    /// @throws java.net.SocketTimeoutException when nothing came in time
    int read(byte[] bytes, Duration patience) throws IOException;

    /// Writes all; blocks as long as the other side does not read.
    void write(byte[] bytes, int length) throws IOException;

    /// Ends a wait for bytes whose time is over, if it does not end by itself. Called from another thread every few
    /// seconds; never blocks.
    default void expire() {}

    /// Says that nothing follows, where the connection has words for it; never throws.
    default void sayGoodbye() {}

    /// True when the connection can wait for the next message.
    default boolean mayBeKept() {
        return true;
    }

    /// Closes; never throws.
    void close();
}
