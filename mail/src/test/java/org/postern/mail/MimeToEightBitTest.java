package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;

/// Encoded text on its way to a mailer with flag `9`. Headers and texts are those that the real sendmail 8.17 made,
/// without the empty line that it sometimes adds.
final class MimeToEightBitTest {
    private static final String PLACE = "mx.exam.test id ID";

    private static String header(String type, String encoding) {
        return "MIME-Version: 1.0\nContent-Type: " + type + "\nContent-Transfer-Encoding: " + encoding
                + "\nSubject: t\n\n";
    }

    private static String restored(String header, String body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MimeToEightBit.of(Ascii.bytes(header), PLACE)
                .orElseThrow()
                .write(new ByteArrayInputStream(Ascii.bytes(body)), out);
        return Ascii.text(out.toByteArray());
    }

    private static String text(String encoding, String body) throws IOException {
        String all = restored(header("text/plain", encoding), body);
        return all.substring(all.indexOf("\n\n") + 2);
    }

    @Test
    void changesTheHeader() throws IOException {
        assertThat(restored(
                        header("text/plain; charset=iso-8859-1", "quoted-printable"),
                        "caf=E9 soft=\nline\ntab=09end=20\n=3D=\n"))
                .isEqualTo("MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nSubject: t\n"
                        + "Content-Transfer-Encoding: 8bit\n"
                        + "X-MIME-Autoconverted: from quoted-printable to 8bit by mx.exam.test id ID\n\n"
                        + "caf\u00e9 softline\ntab\tend \n=\n");
        assertThat(restored(header("text/plain", "base64"), "Y2Fm6SBsaW5lIG9uZQpsaW5lIHR3bwo=\n"))
                .endsWith("from base64 to 8bit by mx.exam.test id ID\n\ncaf\u00e9 line one\nline two\n");
    }

    @Test
    void readsLineEndsAndWhatIsDamaged() throws IOException {
        assertThat(text("quoted-printable", "a=0D=0Ab\n=46rom x\nend=")).isEqualTo("a\nb\nFrom x\nend=\n");
        assertThat(text("quoted-printable", "bad =ZZ =e9 =C= \nnext =  x\n")).isEqualTo("bad =ZZ \u00e9 =Cnext =  x\n");
        assertThat(text("BASE64", "YQ0KYgoN\n!!\nZA\n")).isEqualTo("a\nb\n\rd\n");
        assertThat(text("base64", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n",
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n",
                "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n",
                "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n",
                "MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n",
                "DKIM-Signature: v=1\nMIME-Version: 1.0\nContent-Type: text/plain\n"
                        + "Content-Transfer-Encoding: base64\n\n"
            })
    void leavesTheRest(String header) {
        assertThat(MimeToEightBit.of(Ascii.bytes(header), PLACE)).isEmpty();
    }

    /// What our own encoder and that of the JDK made comes back.
    @Test
    void whateverWasEncodedComesBack() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(8) == 0 ? '\n' : 32 + random.nextInt(224));
            }
            String plain = new String(bytes, StandardCharsets.ISO_8859_1);
            String whole = plain.isEmpty() || plain.endsWith("\n") ? plain : plain + "\n";
            assertThat(text("base64", Base64.getMimeEncoder().encodeToString(bytes)))
                    .isEqualTo(whole);
            ByteArrayOutputStream quoted = new ByteArrayOutputStream();
            TransferEncoder encoder = new TransferEncoder(quoted, false, true, true);
            for (String line : whole.isEmpty() ? new String[0] : whole.split("\n", -1)) {
                encoder.add(Ascii.bytes(line), line.length());
                encoder.endLine();
            }
            String encoded = Ascii.text(quoted.toByteArray());
            assertThat(text("quoted-printable", encoded)).isEqualTo(whole.isEmpty() ? "" : whole + "\n");
        }
    }
}
