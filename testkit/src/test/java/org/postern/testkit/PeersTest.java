package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeersTest {
    @Test
    void unpacksSendmailWithItsConfigurationTree() {
        assertThat(Peers.tree("sendmail").resolve("usr/share/sendmail/cf/m4/cf.m4"))
                .isRegularFile();
        assertThat(Peers.program("sendmail", "makemap")).isExecutable();
        assertThat(Peers.program("m4", "m4")).isExecutable();
    }

    @Test
    void failsWithOneClearLine() {
        assertThatThrownBy(() -> Peers.tree("no such peer")).hasMessageContaining("not the name of a peer or package");
        assertThatThrownBy(() -> Peers.program("sendmail", "nothing")).hasMessageContaining("has no program nothing");
    }
}
