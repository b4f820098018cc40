package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DaemonFlagsTest {
    @Test
    void capitalsAreDoubledBecauseRulesDoNotTellCase() {
        assertThat(DaemonFlags.text("")).isEmpty();
        assertThat(DaemonFlags.text("Ea")).isEqualTo("EE a");
        assertThat(DaemonFlags.text("cu")).isEqualTo("c u");
    }
}
