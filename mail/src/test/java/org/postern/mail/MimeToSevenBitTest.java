package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;

/// Messages with 8-bit content on their way to a 7-bit host. The files `*.seven` are what the real sendmail 8.17 sent
/// for `*.msg` with EightBitMode=m and `text/plain` in class `q` to a server without 8BITMIME, without the fields that
/// it added.
final class MimeToSevenBitTest {
    private static final MimeRules STANDARD = MimeRules.standard("mx.exam.test id ID");
    private static final MimeRules RULES = new MimeRules(
            STANDARD.untouched(),
            STANDARD.messages(),
            STANDARD.plain(),
            "text/plain"::equals,
            STANDARD.base64(),
            STANDARD.charset(),
            STANDARD.place(),
            false,
            false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "badtype", "big", "bigrev", "binary", "cr", "dense", "denseplain", "densetext", "digest", "eighth",
                "eighth2", "ends", "message", "multi", "nested", "nestedcte", "nocte", "nomime", "notype", "partial",
                "qplens", "signedascii", "text", "unclosed", "unlabelled"
            })
    void convertsAsSendmail(String name) throws IOException {
        assertThat(Ascii.text(converted(resource(name + ".msg")))).isEqualTo(Ascii.text(resource(name + ".seven")));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MimeToSevenBitTest.class.getResourceAsStream("mime/" + name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return in.readAllBytes();
        }
    }

    private static byte[] converted(byte[] message) throws IOException {
        MimeToSevenBit plan = MimeToSevenBit.plan(RULES, new ByteArrayInputStream(message));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        plan.write(new ByteArrayInputStream(message), out);
        return out.toByteArray();
    }

    @Test
    void neverTouchesWhatIsSigned() throws IOException {
        byte[] signed = resource("signedascii.msg");

        assertThat(converted(signed)).isEqualTo(signed);
    }

    @Test
    void anyContentCanBeDecodedAgain() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261126);
        for (int round = 0; round < 200; round++) {
            byte[] body = new byte[500 + random.nextInt(20_000)];
            random.nextBytes(body);
            byte[] message =
                    Ascii.bytes("MIME-Version: 1.0\nContent-Type: application/x\n\n" + Ascii.text(body) + "\n");

            String text = Ascii.text(converted(message));

            assertThat(text.chars()).allMatch(c -> c < 128);
            String encoded = text.substring(text.indexOf("\n\n") + 2);
            String expected = Ascii.text(body).replace("\n", "\r\n") + "\r\n";
            assertThat(text).contains("base64");
            assertThat(Ascii.text(Base64.getMimeDecoder().decode(Ascii.bytes(encoded))))
                    .isEqualTo(expected);
        }
    }

    /// PARSE-05, DOS-09: parts within parts, ten thousand deep, none of which ends.
    @Test
    void deepNestingEnds() throws IOException {
        StringBuilder deep = new StringBuilder("MIME-Version: 1.0\n");
        for (int i = 0; i < 10_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        byte[] message = Ascii.bytes(deep.append("\n\u00e9\n").toString());

        assertThat(converted(message).length).isGreaterThan(message.length - 1);
    }

    /// PARSE-05: parts without number, a boundary of 70 kB, and messages within messages.
    @Test
    void parse05PartsAndMessagesWithoutMeasure() throws IOException {
        String head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"";
        String part = "Content-Type: text/plain\n\n\u00e9\n";
        String many = head + "b\"\n\n" + ("--b\n" + part).repeat(100_000);
        assertThat(converted(Ascii.bytes(many)).length).isGreaterThan(many.length());

        String boundary = "b".repeat(70_000);
        String wide = head + boundary + "\"\n\n--" + boundary + "\n" + part + "--" + boundary + "--\n";
        assertThat(converted(Ascii.bytes(wide)).length).isGreaterThan(wide.length() - 2);

        String inside = "MIME-Version: 1.0\n" + "Content-Type: message/rfc822\n\n".repeat(10_000) + part;
        assertThat(converted(Ascii.bytes(inside)).length).isGreaterThan(inside.length() - 2);
    }
}
