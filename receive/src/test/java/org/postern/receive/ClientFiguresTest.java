package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientFiguresTest {
    private static final long WINDOW = 60_000_000_000L;

    private final TestClock clock = new TestClock();
    private final ClientFigures figures = new ClientFigures(clock, WINDOW, 4);

    @Test
    void countsOpenConnectionsAndTheRate() {
        assertThat(figures.opened("a")).isEqualTo(new ClientFigures.Counts(1, 1, 1));
        assertThat(figures.opened("a")).isEqualTo(new ClientFigures.Counts(2, 2, 2));
        figures.closed("a");
        assertThat(figures.opened("b")).isEqualTo(new ClientFigures.Counts(1, 1, 3));
        assertThat(figures.opened("a")).isEqualTo(new ClientFigures.Counts(2, 3, 4));
        assertThat(figures.open()).isEqualTo(3);
    }

    @Test
    void forgetsTheRateAfterTheWindow() {
        figures.opened("a");
        figures.closed("a");
        clock.advanceMillis(30_000);
        assertThat(figures.opened("a").rate()).isEqualTo(2);
        figures.closed("a");
        clock.advanceMillis(40_000);
        assertThat(figures.opened("a").rate()).isEqualTo(2);
        figures.closed("a");
        clock.advanceMillis(61_000);
        assertThat(figures.opened("a").rate()).isEqualTo(1);
    }

    @Test
    void aFullTableForgetsThePastButNoOpenConnection() {
        figures.opened("open");
        for (int i = 0; i < 100; i++) {
            figures.opened("client" + i);
            figures.closed("client" + i);
        }
        assertThat(figures.opened("open").connections()).isEqualTo(2);
        assertThat(figures.open()).isEqualTo(2);
    }

    @Test
    void closingTwiceCountsOnce() {
        figures.opened("a");
        figures.closed("a");
        figures.closed("a");
        figures.closed("never");
        assertThat(figures.open()).isZero();
    }
}
