package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;

class DataWriterTest {
    private static String write(String body, int limit, int piece) {
        DataWriter writer = new DataWriter(limit);
        byte[] bytes = Ascii.bytes(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += piece) {
            writer.write(bytes, at, Math.min(piece, bytes.length - at));
            out.write(writer.output(), 0, writer.outputLength());
        }
        writer.finish();
        out.write(writer.output(), 0, writer.outputLength());
        return Ascii.text(out.toByteArray());
    }

    @Test
    void stuffsDotsAndEndsLines() {
        assertThat(write("a\n.\n..b\n", 0, 100)).isEqualTo("a\r\n..\r\n...b\r\n.\r\n");
        assertThat(write("", 0, 100)).isEqualTo(".\r\n");
        assertThat(write("no end", 0, 100)).isEqualTo("no end\r\n.\r\n");
    }

    /// Attack statement STATE-02: whatever is stored, the wire has no bare CR or LF.
    @Test
    @DisplayName("STATE-02: whatever is stored, the wire has no bare CR or LF")
    void neverSendsABareCrOrLf() {
        assertThat(write("a\rb\r\nc\r\r\n\r.\n\r", 0, 100)).isEqualTo("a b\r\nc \r\n .\r\n \r\n.\r\n");
        Random random = new Random(7);
        String alphabet = "\r\n.ab\0";
        for (int round = 0; round < 4000; round++) {
            StringBuilder body = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int limit = random.nextBoolean() ? 0 : 4 + random.nextInt(8);
            String whole = write(body.toString(), limit, 100);
            assertThat(whole.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
            assertThat(("\r\n" + whole).indexOf("\r\n.\r\n")).isEqualTo(whole.length() - 3);
            assertThat(write(body.toString(), limit, 1)).isEqualTo(whole);
            assertThat(write(body.toString(), limit, 3)).isEqualTo(whole);
            if (limit > 0) {
                // A stuffed dot does not count: the receiver takes it off.
                assertThat(whole.lines()).allMatch(line -> line.length() - (line.startsWith(".") ? 1 : 0) <= limit);
            }
        }
    }

    @Test
    void chunksHaveTheirDotsAndNoEnd() {
        DataWriter writer = DataWriter.forChunks(0);
        byte[] text = Ascii.bytes(".\n..a\rb\r\nend");
        StringBuilder all = new StringBuilder();
        writer.write(text, 0, text.length);
        all.append(Ascii.text(writer.output()), 0, writer.outputLength());
        writer.finish();
        all.append(Ascii.text(writer.output()), 0, writer.outputLength());
        assertThat(all).hasToString(".\r\n..a b\r\nend\r\n");
    }

    /// Recorded from the real program: 2500 characters and L=990.
    @Test
    void cutsLongLinesAsSendmailDoes() {
        String wire = write("y".repeat(2500) + "\n", 990, 4096);
        assertThat(wire)
                .isEqualTo("y".repeat(989) + "!\r\n " + "y".repeat(988) + "!\r\n " + "y".repeat(523) + "\r\n.\r\n");
        String fits = "z".repeat(990) + "\n";
        assertThat(write(fits, 990, 4096)).isEqualTo("z".repeat(990) + "\r\n.\r\n");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(11);
        String alphabet = "\n.ab ";
        for (int round = 0; round < 2000; round++) {
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            body.append('\n');
            byte[] wire = Ascii.bytes(write(body.toString(), 0, 5));
            DataReader reader = new DataReader(true, BareByteRule.REFUSE, BareByteRule.REFUSE);
            assertThat(reader.read(wire, 0, wire.length)).isEqualTo(wire.length);
            assertThat(reader.status()).isEqualTo(DataReader.Status.END);
            assertThat(Ascii.text(reader.output(), 0, reader.outputLength())).isEqualTo(body.toString());
        }
    }
}
