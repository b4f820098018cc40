package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
    /// TLS-04: a star is the whole left-most label of a name, and nothing else.
    @ParameterizedTest
    @CsvSource({
        "mx.exam.test, mx.exam.test, true",
        "MX.exam.test, mx.EXAM.test, true",
        "*.exam.test, mx.exam.test, true",
        "*.exam.test, exam.test, false",
        "*.exam.test, a.mx.exam.test, false",
        "m*.exam.test, mx.exam.test, false",
        "mx.*.test, mx.exam.test, false",
        "*, test, false",
        "*.exam.test, .exam.test, false"
    })
    void starsAreForOneLabel(String pattern, String host, boolean matches) {
        assertThat(CertificateNames.matches(pattern, host)).isEqualTo(matches);
    }
}
