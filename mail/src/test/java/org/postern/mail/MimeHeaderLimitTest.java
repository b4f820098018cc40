package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MimeHeaderLimitTest {
    private static final MimeHeaderLimit LIMIT = new MimeHeaderLimit(40, 20);

    @Test
    void cutsAsTheRealProgramDid() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(MimeHeaderLimitTest.class.getResourceAsStream("mime-limits-40-20.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("\t", -1);
                var shortened = LIMIT.shorten(new HeaderField(parts[0], parts[1]));
                assertThat(shortened
                                .map(MimeHeaderLimit.Shortened::field)
                                .map(HeaderField::value)
                                .orElse(parts[1]))
                        .as(line)
                        .isEqualTo(parts[2]);
                assertThat(shortened.map(MimeHeaderLimit.Shortened::alert).orElse(""))
                        .as(line)
                        .isEqualTo(parts[3]);
            });
        }
    }

    @Test
    void whateverComesIsWithinTheLimitsAndStaysAField() {
        String signs = "ab ;\"()\\=\n";
        Random random = new Random(26);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder value = new StringBuilder(" ");
            for (int i = random.nextInt(90); i > 0; i--) {
                char c = signs.charAt(random.nextInt(signs.length()));
                value.append(c == '\n' ? "\n " : String.valueOf(c));
            }
            HeaderField field = new HeaderField("Content-Type", value.toString());
            HeaderField once =
                    LIMIT.shorten(field).map(MimeHeaderLimit.Shortened::field).orElse(field);
            assertThat(once.value().replace("\n", "").length()).isLessThanOrEqualTo(41);
        }
    }

    @Test
    void withoutLimitsAndForOtherFieldsNothingHappens() {
        String large = " " + "x".repeat(5000);
        assertThat(new MimeHeaderLimit(0, 0).shorten(new HeaderField("Content-Type", large)))
                .isEmpty();
        assertThat(LIMIT.shorten(new HeaderField("Subject", large))).isEmpty();
    }
}
