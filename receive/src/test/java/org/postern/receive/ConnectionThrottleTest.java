package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionThrottleTest {
    private final TestClock clock = new TestClock();

    /// Measured with the real program: limit 2, connections 1 to 3 of one second are served at once.
    @Test
    void connectionsAboveTheLimitWaitForTheNextSecond() {
        ConnectionThrottle throttle = new ConnectionThrottle(clock, 2);
        assertThat(throttle.millisToWait()).isZero();
        assertThat(throttle.millisToWait()).isZero();
        assertThat(throttle.millisToWait()).isZero();
        clock.advanceMillis(400);
        assertThat(throttle.millisToWait()).isEqualTo(600);
        clock.advanceMillis(600);
        assertThat(throttle.millisToWait()).isZero();
    }

    @Test
    void withoutALimitNobodyWaits() {
        ConnectionThrottle throttle = new ConnectionThrottle(clock, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.millisToWait()).isZero();
        }
    }
}
