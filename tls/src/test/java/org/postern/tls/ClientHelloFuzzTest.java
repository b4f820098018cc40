package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Optional;

class ClientHelloFuzzTest {
    /// Whatever a client says first is read or passed over, and stays for the JDK as it came.
    @FuzzTest
    void anyBytes(byte[] input) {
        ByteBuffer wire = ByteBuffer.wrap(input);
        boolean _ = ClientHello.begins(wire);
        Optional<ClientHello> hello = ClientHello.of(wire);
        assertThat(wire.position()).isZero();
        assertThat(wire.remaining()).isEqualTo(input.length);
        hello.ifPresent(one -> {
            assertThat(one.serverName().length()).isLessThan(input.length);
            assertThat(2 * (one.suites().size() + one.signatures().size())).isLessThan(input.length);
        });
    }
}
