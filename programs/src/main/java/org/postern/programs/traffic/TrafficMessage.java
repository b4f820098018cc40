package org.postern.programs.traffic;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.postern.base.Ascii;

/// One message as bytes that are ready to be sent, as often as one likes.
public final class TrafficMessage {
    private final List<byte[]> envelope;
    private final byte[] content;

    private TrafficMessage(List<byte[]> envelope, byte[] content) {
        this.envelope = envelope;
        this.content = content;
    }

    /// A message for one recipient.
    ///
    /// @param size of its content in bytes, about
    public static TrafficMessage of(String recipient, int size) {
        StringBuilder text = new StringBuilder(size + 300);
        text.append("From: load@localhost\r\nTo: sink\r\nSubject: load\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\n")
                .append("Message-Id: <load@localhost>\r\n\r\n");
        while (text.length() < size) {
            text.append("The quick brown fox jumps over the lazy dog, again and again and again.\r\n");
        }
        return new TrafficMessage(
                List.of(
                        Ascii.bytes("MAIL FROM:<load@localhost> BODY=8BITMIME\r\n"),
                        Ascii.bytes("RCPT TO:<" + recipient + ">\r\n"),
                        Ascii.bytes("DATA\r\n")),
                Ascii.bytes(text.append(".\r\n").toString()));
    }

    /// MAIL, RCPT and DATA in one piece.
    public byte[] envelope() {
        ByteArrayOutputStream all = new ByteArrayOutputStream(200);
        envelope.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /// One of these three, counted from 0.
    public byte[] command(int number) {
        return envelope.get(number).clone();
    }

    /// What follows the answer to DATA, with the dot at its end.
    public byte[] content() {
        return content.clone();
    }
}
