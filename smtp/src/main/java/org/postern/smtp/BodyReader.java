package org.postern.smtp;

/// Reads the bytes of a message from pieces cut anywhere, and gives them in the form of a `df` file: lines end
/// with LF.
///
/// What happens to a CR or LF that is no line end is a [BareByteRule], whatever command brought the bytes.
sealed interface BodyReader permits DataReader, ChunkReader {
    /// Reads a piece of input. The result is in [#output] until the next call.
    ///
    /// @return the position after what was used, which is `end` unless [#status] has changed
    int read(byte[] in, int offset, int end);

    /// How far the message has come.
    DataReader.Status status();

    /// The array that holds what the last call gave, from 0 to [#outputLength]; it belongs to the reader.
    byte[] output();

    /// How many bytes the last call gave.
    int outputLength();

    /// True when a byte above 127 was in the data.
    boolean eightBit();

    /// True when a NUL was in the data.
    boolean nul();
}
