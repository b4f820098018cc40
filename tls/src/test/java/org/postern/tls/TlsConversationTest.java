package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;

class TlsConversationTest {
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final TlsSettings.Side SERVER = new TlsSettings.Side("server.pem", "server.key", "ca.pem", "", "");
    private static final TlsSettings.Side CLIENT = new TlsSettings.Side("client.pem", "client.key", "ca.pem", "", "");
    private static final ServerWish WISH = new ServerWish("25", true);

    private static TlsContexts contexts(TlsSettings.Side client) {
        TlsSettings settings = TlsSettings.of(SERVER, client);
        return TlsContexts.build(settings, new TestFiles(), new SystemClock());
    }

    private static CompletableFuture<TlsConversation> shake(TlsConversation side) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        side.handshake();
                        return side;
                    } catch (IOException failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                VIRTUAL);
    }

    private record Pair(MemoryPipe pipe, TlsConversation server, TlsConversation client) {
        static Pair of(TlsContexts contexts, ServerWish wish) throws IOException {
            MemoryPipe pipe = new MemoryPipe();
            TlsConversation server = TlsConversation.server(contexts.server().orElseThrow(), pipe.server, wish);
            TlsConversation client =
                    TlsConversation.client(contexts.client().orElseThrow(), pipe.client, ClientWish.PLAIN);
            CompletableFuture<TlsConversation> other = shake(server);
            client.handshake();
            other.join();
            return new Pair(pipe, server, client);
        }
    }

    private static String read(TlsConversation side) throws IOException {
        byte[] into = new byte[100];
        int count = side.read(into, 0, into.length);
        return count < 0 ? "(end)" : Ascii.text(into, 0, count);
    }

    private static void write(TlsConversation side, String text) throws IOException {
        side.write(Ascii.bytes(text), 0, text.length());
    }

    @Test
    void bothSidesKnowTheOther() throws IOException {
        Pair pair = Pair.of(contexts(CLIENT), WISH);
        assertThat(pair.server.identity().macros())
                .containsEntry("tls_version", "TLSv1.3")
                .containsEntry("cipher", "TLS_AES_256_GCM_SHA384")
                .containsEntry("cipher_bits", "256")
                .containsEntry("alg_bits", "256")
                .containsEntry("verify", "OK");
        assertThat(pair.client.identity().verify()).isEqualTo(Verify.OK);
        assertThat(pair.client.identity().bindings())
                .isEqualTo(pair.server.identity().bindings())
                .hasSize(2);
    }

    @Test
    void withoutCertificateOrRequest() throws IOException {
        assertThat(Pair.of(contexts(TlsSettings.Side.EMPTY), WISH)
                        .server
                        .identity()
                        .verify())
                .isEqualTo(Verify.NO);
        Pair notAsked = Pair.of(contexts(CLIENT), new ServerWish("25", false));
        assertThat(notAsked.server.identity().verify()).isEqualTo(Verify.NOT);
        assertThat(notAsked.server.identity().macros()).containsEntry("cert_subject", "");
    }

    @Test
    void bytesGoBothWaysAndTheEndIsSeen() throws IOException {
        Pair pair = Pair.of(contexts(CLIENT), WISH);
        write(pair.client, "EHLO a\r\n");
        assertThat(read(pair.server)).isEqualTo("EHLO a\r\n");
        write(pair.server, "250 b\r\n");
        assertThat(read(pair.client)).isEqualTo("250 b\r\n");
        assertThat(pair.client.readNow(new byte[1], 0, 1)).isZero();
        pair.client.closeNotify();
        assertThat(read(pair.server)).isEqualTo("(end)");
    }

    @Test
    void largeDataArrivesWholeAndWaitingHoldsASmallBuffer() throws IOException {
        Pair pair = Pair.of(contexts(CLIENT), WISH);
        byte[] data = new byte[200_000];
        new Random(1).nextBytes(data);
        pair.client.write(data, 0, data.length);
        byte[] got = new byte[data.length];
        int at = 0;
        for (int size = 1; at < got.length; size = size % 20_000 + 777) {
            at += pair.server.read(got, at, Math.min(size, got.length - at));
        }
        assertThat(Arrays.equals(got, data)).isTrue();
        assertThat(pair.server.buffered()).isFalse();
        pair.pipe.server.largestRead = 0;
        write(pair.client, "x");
        assertThat(read(pair.server)).isEqualTo("x");
        assertThat(pair.pipe.server.largestRead).isLessThanOrEqualTo(512);
    }

    @Test
    void plainTextIsNoHandshake() {
        MemoryPipe pipe = new MemoryPipe();
        TlsConversation server =
                TlsConversation.server(contexts(CLIENT).server().orElseThrow(), pipe.server, WISH);
        pipe.client.write(ByteBuffer.wrap(Ascii.bytes("EHLO somebody\r\n")));
        assertThatThrownBy(server::handshake)
                .isInstanceOfSatisfying(
                        TlsFailure.class,
                        failure -> assertThat(failure.logText("accept"))
                                .isEqualTo(
                                        "accept failed=-1, reason=wrong version number, SSL_error=1, errno=0, retry=-1"));
    }

    @Test
    void theEndInTheMiddleOfAHandshake() {
        MemoryPipe pipe = new MemoryPipe();
        TlsConversation server =
                TlsConversation.server(contexts(CLIENT).server().orElseThrow(), pipe.server, WISH);
        pipe.client.end();
        assertThatThrownBy(server::handshake)
                .isInstanceOfSatisfying(
                        TlsFailure.class, failure -> assertThat(failure.kind()).isEqualTo(TlsFailure.Kind.CLOSED));
    }
}
