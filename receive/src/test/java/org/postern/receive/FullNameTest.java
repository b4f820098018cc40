package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

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
    void isQuotedWhereAHeaderNeedsIt() {
        assertThat(FullName.of("A. \"B\" C", "a")).isEqualTo("\"A. \\\"B\\\" C\"");
        assertThat(FullName.of("evil\nBcc: x", "a")).isEqualTo("\"evil Bcc: x\"");
    }
}
