package org.postern.maps;

import java.io.IOException;
import java.util.Optional;

/// A map file that is open for reading. Safe for several threads; look-ups of a closed file throw
/// [java.nio.channels.ClosedChannelException].
public interface MapFile extends AutoCloseable {
    /// Receives the entries of a file.
    @FunctionalInterface
    interface Visitor {
        /// Takes one entry.
        ///
        /// @return false to stop
        boolean entry(byte[] key, byte[] value) throws IOException;
    }

    /// The value of exactly this key; of several values the first.
    ///
    /// @throws MapFileException when the file is damaged
    Optional<byte[]> find(byte[] key) throws IOException;

    /// Shows every entry: a tree in the order of its keys, other files in their own order.
    ///
    /// @throws MapFileException when the file is damaged
    void forEach(Visitor visitor) throws IOException;

    @Override
    void close() throws IOException;
}
