package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
    private static ByteBuffer hello(String... protocols) throws NoSuchAlgorithmException, SSLException {
        SSLEngine client = SSLContext.getDefault().createSSLEngine();
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setServerNames(List.of(new SNIHostName("a.exam.test")));
        parameters.setCipherSuites(new String[] {
            "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        });
        client.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), out);
        return out.flip();
    }

    @Test
    void readsWhatTheChoiceNeeds() throws Exception {
        ClientHello hello = ClientHello.of(hello("TLSv1.2")).orElseThrow();
        assertThat(hello.newest()).isFalse();
        assertThat(hello.serverName()).isEqualTo("a.exam.test");
        assertThat(hello.suites()).contains(0xc02b, 0xc02f);
        assertThat(hello.signatures()).contains(0x403, 0x804);
        assertThat(ClientHello.of(hello("TLSv1.3", "TLSv1.2")).orElseThrow().newest())
                .isTrue();
    }

    @Test
    void halfAMessageIsNone() throws Exception {
        ByteBuffer whole = hello("TLSv1.3", "TLSv1.2");
        for (int length = 0; length < whole.limit(); length++) {
            assertThat(ClientHello.of(whole.duplicate().limit(length))).isEmpty();
        }
        assertThat(whole.position()).isZero();
    }

    @FuzzTest(maxDuration = "1m")
    void anyBytesEndWell(byte[] input) {
        ClientHello.of(ByteBuffer.wrap(input));
    }
}
