package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DebugLevelsTest {
    private static boolean at(String argument, int category, int level) {
        return DebugLevels.of(List.of(argument)).at(category, level);
    }

    @Test
    void categoriesRangesAndLevels() {
        assertThat(at("21.12", 21, 12)).isTrue();
        assertThat(at("21.12", 21, 13)).isFalse();
        assertThat(at("20-22.5,60", 22, 5)).isTrue();
        assertThat(at("20-22.5,60", 60, 1)).isTrue();
        assertThat(at("", 99, 1)).isTrue();
    }

    /// CMD-07: numbers that are no category, too large for one, or below zero (CVE-2001-0653).
    @Test
    void cmd07NumbersOutOfRange() {
        for (String odd : List.of(
                "100.5",
                "-1.5",
                "-2147483648.5",
                "2147483648.5",
                "4294967295.5",
                "4294967295-4294967297.5",
                "18446744073709551615-99.5",
                "99999999999999999999.5",
                "99-0.5",
                "0x10.5",
                ",,;.5")) {
            DebugLevels levels = DebugLevels.of(List.of(odd));
            for (int category = 0; category < 100; category++) {
                assertThat(levels.at(category, 5)).as(odd + " " + category).isFalse();
            }
        }
        assertThat(at("0-4294967296.99999999999", 99, Integer.MAX_VALUE)).isTrue();
        assertThat(at("21.-5", 21, 1)).isFalse();
    }
}
