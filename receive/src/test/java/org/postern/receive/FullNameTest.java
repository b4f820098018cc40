package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FullNameTest {
    @Test
    void endsAtTheFirstCommaAndKnowsTheLoginName() {
        assertThat(FullName.of("Alice Example,room 1,phone", "alice")).isEqualTo("Alice Example");
        assertThat(FullName.of("& Example", "alice")).isEqualTo("Alice Example");
        assertThat(FullName.of("", "alice")).isEmpty();
        assertThat(FullName.of(",,,", "alice")).isEmpty();
    }

    @Test
    @DisplayName("PARSE-13: a full name becomes a phrase, never a header")
    void isQuotedWhereAHeaderNeedsIt() {
        assertThat(FullName.of("A. \"B\" C", "a")).isEqualTo("\"A. \\\"B\\\" C\"");
        assertThat(FullName.of("evil\nBcc: x", "a")).isEqualTo("\"evil Bcc: x\"");
    }
}
