package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.SystemClock;

class HostilePeerTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final ServerWish WISH = new ServerWish("25", true);

    private final MemoryPipe pipe = new MemoryPipe();

    private static TlsContexts contexts(String options) {
        TlsSettings settings = TlsSettings.of(
                new TlsSettings.Side("server.pem", "server.key", "ca.pem", "", options), TlsSettings.Side.EMPTY);
        return TlsContexts.build(settings, new TestFiles(), new SystemClock());
    }

    /// TLS-05: a renegotiation of TLS 1.2 ends the session, and so does a flood of key updates.
    @ParameterizedTest
    @CsvSource({"SSL_OP_NO_TLSv1_3, 1, no renegotiation", "'', 1100, too many records without data"})
    void workThatThePeerWantsForNothing(String options, int times, String reason) throws IOException {
        TlsContexts contexts = contexts(options);
        TlsConversation server = TlsConversation.server(contexts.server().orElseThrow(), pipe.server, WISH);
        TlsClientContext client = contexts.client().orElseThrow();
        SSLEngine engine = client.engine(ClientWish.PLAIN);
        CompletableFuture<Void> other = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                server.handshake();
                other.complete(null);
            } catch (IOException failed) {
                other.completeExceptionally(failed);
            }
        });
        new TlsConversation(engine, pipe.client, client.material(), false, true).handshake();
        other.join();
        for (int i = 0; i < times; i++) {
            engine.beginHandshake();
            send(engine);
        }
        assertThatThrownBy(() -> server.read(new byte[100], 0, 100))
                .isInstanceOfSatisfying(
                        TlsFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private void send(SSLEngine engine) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(NOTHING, record);
        record.flip();
        pipe.client.write(record);
    }

    /// Bytes that are no TLS, or only begin like it, end the handshake, and with nothing but a [TlsFailure].
    @Test
    void noiseEndsTheHandshake() {
        TlsServerContext context = contexts("").server().orElseThrow();
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            MemoryPipe noisy = new MemoryPipe();
            byte[] noise = new byte[1 + random.nextInt(600)];
            random.nextBytes(noise);
            if (i % 2 == 0 && noise.length > 6) {
                noise[0] = 22;
                noise[1] = 3;
                noise[2] = 1;
                noise[3] = 0;
                noise[5] = 1;
            }
            noisy.client.write(ByteBuffer.wrap(noise));
            noisy.client.end();
            TlsConversation server = TlsConversation.server(context, noisy.server, WISH);
            assertThatThrownBy(server::handshake).isInstanceOf(TlsFailure.class);
        }
    }

    @Test
    void aHandshakeWithoutEndIsBounded() {
        MemoryPipe endless = new MemoryPipe();
        TlsConversation server = TlsConversation.server(contexts("").server().orElseThrow(), endless.server, WISH);
        // records of handshakes with nothing in them that says how long the message is
        byte[] record = new byte[5 + 16_000];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[3] = (byte) (16_000 >> 8);
        record[4] = (byte) 16_000;
        record[5] = 1;
        record[6] = (byte) 0xff;
        for (int i = 0; i < 40; i++) {
            endless.client.write(ByteBuffer.wrap(record.clone()));
        }
        assertThatThrownBy(server::handshake).isInstanceOf(TlsFailure.class);
    }
}
