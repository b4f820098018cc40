package org.postern.bench;

import java.nio.ByteBuffer;
import org.postern.base.Ascii;

/// One message as bytes that are ready to be sent, as often as one likes.
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
        String mail = "MAIL FROM:<load@localhost> BODY=8BITMIME\r\n";
        String rcpt = "RCPT TO:<" + recipient + ">\r\n";
        StringBuilder text = new StringBuilder(size + 300);
        text.append("From: load@localhost\r\nTo: sink\r\nSubject: load\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\n")
                .append("Message-Id: <load@localhost>\r\n\r\n");
        while (text.length() < size) {
            text.append("The quick brown fox jumps over the lazy dog, again and again and again.\r\n");
        }
        return new LoadMessage(
                piece(mail + rcpt + "DATA\r\n"), piece(mail), piece(rcpt), piece("DATA\r\n"), piece(text + ".\r\n"));
    }

    /// So that it goes to the kernel without a copy by the run-time.
    static ByteBuffer piece(String text) {
        byte[] bytes = Ascii.bytes(text);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
