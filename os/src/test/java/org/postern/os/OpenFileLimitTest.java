package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFileLimitTest {
    private static final String HEAD = "Limit                     Soft Limit           Hard Limit           Units     ";

    @Test
    void theSoftLimitCounts() {
        assertThat(OpenFileLimit.of(List.of(
                        HEAD, "Max open files            1024                 524288               files     ")))
                .isEqualTo(1024);
        assertThat(OpenFileLimit.of(
                        List.of("Max open files            unlimited            unlimited            files")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(OpenFileLimit.of(List.of(HEAD))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thisProcessHasOne() {
        assertThat(OpenFileLimit.current()).isGreaterThanOrEqualTo(64);
    }
}
