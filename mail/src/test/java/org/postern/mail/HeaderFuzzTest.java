package org.postern.mail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.postern.base.Ascii;

/// Fuzz target for header text. In the normal build it runs over the recorded inputs only.
class HeaderFuzzTest {
    @FuzzTest
    void headers(byte[] data) {
        String whole = parse(data, data.length + 1);
        if (!whole.equals(parse(data, 1)) || !whole.equals(parse(data, 7))) {
            throw new AssertionError("the cutting matters");
        }
    }

    private static String parse(byte[] data, int piece) {
        HeaderParser parser = new HeaderParser(2000);
        int at = 0;
        while (at < data.length && !parser.finished()) {
            at = parser.feed(data, at, Math.min(data.length, at + piece));
        }
        parser.end();
        if (parser.tooLarge()) {
            return "too large";
        }
        String text = HeaderWriter.text(parser.fields());
        HeaderParser again = new HeaderParser(4000);
        byte[] written = Ascii.bytes(text + "\n");
        again.feed(written, 0, written.length);
        boolean same = again.fields().equals(parser.fields());
        if (!same && text.indexOf('\0') < 0) {
            throw new AssertionError("not read back: " + parser.fields());
        }
        return parser.fields() + Ascii.text(parser.bodyStart()) + at;
    }
}
