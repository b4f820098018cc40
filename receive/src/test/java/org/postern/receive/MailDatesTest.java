package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MailDatesTest {
    private static final long MOMENT = 1_795_341_763_000L;

    @Test
    void utcIsCalledGmt() {
        assertThat(MailDates.header(MOMENT, ZoneOffset.UTC)).isEqualTo("Sun, 22 Nov 2026 10:02:43 GMT");
    }

    @Test
    void otherZonesAreShownByTheirOffset() {
        assertThat(MailDates.header(MOMENT, ZoneId.of("Europe/Berlin"))).isEqualTo("Sun, 22 Nov 2026 11:02:43 +0100");
        assertThat(MailDates.header(MOMENT, ZoneOffset.ofHoursMinutes(-3, -30)))
                .isEqualTo("Sun, 22 Nov 2026 06:32:43 -0330");
    }

    @Test
    void digitsAreInUtc() {
        assertThat(MailDates.digits(MOMENT)).isEqualTo("202611221002");
    }
}
