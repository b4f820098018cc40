package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;

class HeaderParserTest {
    private record Result(List<HeaderField> fields, String body, boolean tooLarge) {}

    private static Result parse(String message, int limit, int piece) {
        HeaderParser parser = new HeaderParser(limit);
        byte[] bytes = Ascii.bytes(message);
        int at = 0;
        while (at < bytes.length && !parser.finished()) {
            at = parser.feed(bytes, at, Math.min(bytes.length, at + piece));
        }
        parser.end();
        String body = Ascii.text(parser.bodyStart()) + Ascii.text(bytes, at, bytes.length - at);
        return new Result(parser.fields(), body, parser.tooLarge());
    }

    private static Result parse(String message) {
        return parse(message, 1000, 1000);
    }

    @Test
    void takesFieldsAndFolding() {
        Result result = parse("Subject: a\n\tb\n c\nTo:x\nX-Empty:\nBlank name : v\n\nbody\n");
        assertThat(result.fields())
                .containsExactly(
                        new HeaderField("Subject", " a\n\tb\n c"),
                        new HeaderField("To", "x"),
                        new HeaderField("X-Empty", ""));
        assertThat(result.body()).isEqualTo("Blank name : v\n\nbody\n");
        assertThat(parse("Spaced : v\n\nb\n").fields()).containsExactly(new HeaderField("Spaced", " v"));
    }

    @Test
    void endsAtTheFirstLineThatIsNoField() {
        Result result = parse("A: b\nthis is text\nC: d\n");
        assertThat(result.fields()).containsExactly(new HeaderField("A", " b"));
        assertThat(result.body()).isEqualTo("this is text\nC: d\n");
        assertThat(parse("--boundary: x\n").body()).isEqualTo("--boundary: x\n");
        assertThat(parse(": no name\n").fields()).isEmpty();
        assertThat(parse("\u00e9: eight bit\n").fields()).isEmpty();
        assertThat(parse(" blank first\nA: b\n").fields()).isEmpty();
        assertThat(parse("x".repeat(101) + ": y\n").fields()).isEmpty();
    }

    @Test
    void eatsAUnixFromLine() {
        Result result = parse("From alice Sun Nov 22 09:46:37 2026\nA: b\n\nFrom here\n");
        assertThat(result.fields()).containsExactly(new HeaderField("A", " b"));
        assertThat(result.body()).isEqualTo("From here\n");
    }

    @Test
    void dropsNulAndKeepsEightBit() {
        assertThat(parse("A: x\0y\u00e9\n\n").fields()).containsExactly(new HeaderField("A", " xy\u00e9"));
    }

    @Test
    void aHeaderWithoutBodyIsWhole() {
        assertThat(parse("A: b").fields()).containsExactly(new HeaderField("A", " b"));
        assertThat(parse("A: b\n").fields()).containsExactly(new HeaderField("A", " b"));
        assertThat(parse("").fields()).isEmpty();
    }

    /// Attack statement PARSE-06: long lines and many continuations stop at the limit.
    @Test
    void stopsAtTheLimit() {
        assertThat(parse("A: " + "b".repeat(2000) + "\n\nbody\n").tooLarge()).isTrue();
        assertThat(parse("A: b\n" + "\tc\n".repeat(400) + "\nbody\n").tooLarge())
                .isTrue();
        assertThat(parse("A: b\n\n" + "body\n".repeat(1000)).tooLarge()).isFalse();
        String exact = "A: " + "b".repeat(995) + "\n\n";
        assertThat(exact).hasSize(1000);
        assertThat(parse(exact).tooLarge()).isFalse();
        assertThat(parse("b" + exact).tooLarge()).isTrue();
    }

    @Test
    void givesTheSameForEveryCutting() {
        Random random = new Random(5);
        String alphabet = "aB:\n\n \t\0-\u00e9";
        for (int round = 0; round < 3000; round++) {
            StringBuilder message = new StringBuilder(random.nextBoolean() ? "From x\n" : "A: b\n");
            for (int i = random.nextInt(30); i > 0; i--) {
                message.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Result whole = parse(message.toString(), 25, 1000);
            for (int piece = 1; piece < 6; piece++) {
                Result cut = parse(message.toString(), 25, piece);
                assertThat(cut.fields()).isEqualTo(whole.fields());
                assertThat(cut.tooLarge()).isEqualTo(whole.tooLarge());
                if (!cut.tooLarge()) {
                    assertThat(cut.body()).isEqualTo(whole.body());
                }
            }
        }
    }

    @Test
    void whatIsWrittenIsParsedBack() {
        List<HeaderField> fields =
                List.of(new HeaderField("A", " b\n\tc"), new HeaderField("X-Y", ""), new HeaderField("Z", "z"));
        assertThat(parse(HeaderWriter.text(fields) + "\nbody").fields()).isEqualTo(fields);
    }
}
