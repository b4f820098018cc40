package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;

class DataReaderTest {
    private static final java.util.List<BareByteRule> RULES = java.util.List.of(BareByteRule.values());

    /// What came out, how it ended, and what was left of the input.
    private record Result(String output, DataReader.Status status, int used, boolean eightBit, boolean nul) {}

    private static Result read(String input, boolean strict, BareByteRule lf, BareByteRule cr, int... cuts) {
        DataReader reader = new DataReader(strict, lf, cr);
        byte[] bytes = Ascii.bytes(input);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        int cut = 0;
        while (at < bytes.length && reader.status() == DataReader.Status.MORE) {
            int end = cut < cuts.length ? cuts[cut] : bytes.length;
            cut++;
            at = reader.read(bytes, at, end);
            out.write(reader.output(), 0, reader.outputLength());
        }
        return new Result(Ascii.text(out.toByteArray()), reader.status(), at, reader.eightBit(), reader.nul());
    }

    private static Result strict(String input) {
        return read(input, true, BareByteRule.REFUSE, BareByteRule.REFUSE);
    }

    @Test
    void unstuffsAndEnds() {
        Result result = strict("a\r\n..\r\n...b\r\n.c\r\n\r\n.\r\nNOOP\r\n");
        assertThat(result.output()).isEqualTo("a\n.\n..b\nc\n\n");
        assertThat(result.status()).isEqualTo(DataReader.Status.END);
        assertThat(result.used()).isEqualTo("a\r\n..\r\n...b\r\n.c\r\n\r\n.\r\n".length());
        assertThat(strict(".\r\n").status()).isEqualTo(DataReader.Status.END);
    }

    /// Attack statement STATE-01: nothing but CR LF . CR LF ends a message.
    @ParameterizedTest
    @CsvSource({
        "a\\n.\\nb, BARE_LF",
        "a\\n.\\r\\nb, BARE_LF",
        "a\\r\\n.\\nb, BARE_LF",
        "a\\nb, BARE_LF",
        "a\\r.\\rb, BARE_CR",
        "a\\r.\\r\\nb, BARE_CR",
        "a\\r\\n.\\rb, BARE_CR",
        "a\\n\\rb, BARE_LF",
        "a\\r\\r\\nb, BARE_CR",
        "a\\r\\n.\\r\\r\\nb, BARE_CR",
        "a\\r\\r\\n.\\r\\r\\nb, BARE_CR",
        "a\\r\\n.\\0\\r\\nb, MORE",
        "a\\r\\n\\0.\\r\\nb, MORE",
    })
    @DisplayName("STATE-01: nothing but CR LF dot CR LF ends a message")
    void refusesEverythingThatIsNotALineEnd(String escaped, DataReader.Status expected) {
        String input = escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        assertThat(strict(input).status()).isEqualTo(expected);
    }

    /// The rows of sendmail 8.18's features, body `A LF . LF B`.
    @Test
    void obeysTheLettersOfTheSession() {
        String smuggled = "A\n.\nB\r\n.\r\n";
        assertThat(read(smuggled, false, BareByteRule.REFUSE, BareByteRule.REFUSE)
                        .status())
                .isEqualTo(DataReader.Status.BARE_LF);
        Result loose = read(smuggled, false, BareByteRule.KEEP, BareByteRule.KEEP);
        assertThat(loose.output()).isEqualTo("A\n");
        assertThat(loose.used()).isEqualTo(4);
        Result kept = read(smuggled, true, BareByteRule.KEEP, BareByteRule.KEEP);
        assertThat(kept.output()).isEqualTo("A\n.\nB\n");
        assertThat(kept.status()).isEqualTo(DataReader.Status.END);
        assertThat(read(smuggled, true, BareByteRule.BLANK, BareByteRule.BLANK).output())
                .isEqualTo("A . B\n");
        assertThat(read("C\rD\r\n.\r\n", true, BareByteRule.KEEP, BareByteRule.KEEP)
                        .output())
                .isEqualTo("C\rD\n");
        assertThat(read("C\rD\r\n.\r\n", true, BareByteRule.BLANK, BareByteRule.BLANK)
                        .output())
                .isEqualTo("C D\n");
    }

    @Test
    void noticesWhatTheDataHolds() {
        assertThat(strict("plain plain plain\r\n.\r\n").eightBit()).isFalse();
        assertThat(strict("plain plain \u00e9 plain\r\n.\r\n").eightBit()).isTrue();
        assertThat(strict("\u00e9\r\n.\r\n").eightBit()).isTrue();
        assertThat(strict("plain\r\n.\r\n\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9").eightBit())
                .isFalse();
        assertThat(strict("0123456789\0abcdef\tgh\r\n.\r\n").nul()).isTrue();
        assertThat(strict("0123456789\tabcdefgh\r\n.\r\n").nul()).isFalse();
    }

    @Test
    void givesTheSameForEveryCutting() {
        Random random = new Random(20261125);
        String alphabet = "\r\n\r\n..ab\0\u00e9";
        for (int round = 0; round < 4000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                int choice = random.nextInt(alphabet.length() + 3);
                text.append(choice < alphabet.length() ? String.valueOf(alphabet.charAt(choice)) : "\r\n");
            }
            String input = text + "\r\n.\r\n";
            boolean strictEnd = random.nextBoolean();
            BareByteRule lf = RULES.get(random.nextInt(3));
            BareByteRule cr = RULES.get(random.nextInt(3));
            Result whole = read(input, strictEnd, lf, cr);
            for (int cut = 1; cut < input.length(); cut++) {
                assertThat(read(input, strictEnd, lf, cr, cut)).isEqualTo(whole);
            }
            int[] every = new int[input.length()];
            for (int i = 0; i < every.length; i++) {
                every[i] = i + 1;
            }
            assertThat(read(input, strictEnd, lf, cr, every)).isEqualTo(whole);
        }
    }

    @Test
    void readsLongRunsInOnePiece() {
        String line = "x".repeat(100_003);
        Result result = strict(line + "\r\n" + line + "\r\n.\r\n");
        assertThat(result.output()).isEqualTo(line + "\n" + line + "\n");
    }
}
