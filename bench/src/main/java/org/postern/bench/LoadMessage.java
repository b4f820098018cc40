package org.postern.bench;

import java.nio.ByteBuffer;
import org.postern.programs.traffic.TrafficMessage;

/// One [TrafficMessage] as buffers of the kernel's kind.
///
/// @param together MAIL, RCPT and DATA in one piece
/// @param mail MAIL alone
/// @param rcpt RCPT alone
/// @param data DATA alone
/// @param content with the dot at its end
record LoadMessage(ByteBuffer together, ByteBuffer mail, ByteBuffer rcpt, ByteBuffer data, ByteBuffer content) {
    /// A message for one recipient.
    ///
    /// @param size of its content in bytes, about
    static LoadMessage of(String recipient, int size) {
        TrafficMessage message = TrafficMessage.of(recipient, size);
        return new LoadMessage(
                piece(message.envelope()),
                piece(message.command(0)),
                piece(message.command(1)),
                piece(message.command(2)),
                piece(message.content()));
    }

    /// So that it goes to the kernel without a copy by the run-time.
    static ByteBuffer piece(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
