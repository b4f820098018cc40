package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListeningPortsTest {
    @Test
    void aPortHasItsProcess() throws Exception {
        int number;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            number = socket.getLocalPort();
            ListeningPorts ports = ListeningPorts.now();
            assertThat(ports.open(number)).isTrue();
            assertThat(ports.owner(number).orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
        assertThat(ListeningPorts.now().owner(number)).isEmpty();
    }
}
