package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.mail.HeaderField;

/// What is known of a message when its last byte has come.
///
/// @param header the header fields as they came
/// @param headerBytes the bytes of the header section with LF line ends
/// @param bodyBytes the bytes of the body with LF line ends
/// @param eightBit some byte is above 127
/// @param nul some byte is 0
/// @param unixFrom the UNIX `From ` line that stood before the header, if any
public record ReceivedMessage(
        List<HeaderField> header,
        long headerBytes,
        long bodyBytes,
        boolean eightBit,
        boolean nul,
        Optional<String> unixFrom) {
    public ReceivedMessage {
        header = List.copyOf(header);
    }

    /// What the log calls `size=`.
    public long size() {
        return headerBytes + bodyBytes;
    }
}
