package org.postern.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.testkit.FakeClock;

/// How long a connection to a next hop waits for bytes.
class SocketLinkTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeClock clock = new FakeClock();
    private ServerSocket server;
    private Socket near;
    private Socket far;
    private SocketLink link;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        near = new Socket(server.getInetAddress(), server.getLocalPort());
        far = server.accept();
        link = new SocketLink(near, clock);
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        far.close();
        server.close();
    }

    @Test
    void aLongWaitEndsWhenItsTimeIsOver() throws Exception {
        CompletableFuture<Integer> read = reading(LONG);
        clock.advance(LONG.minusSeconds(1));
        link.expire();
        far.getOutputStream().write('x');
        assertEquals(1, read.join());

        CompletableFuture<Integer> late = reading(LONG);
        while (!late.isDone()) {
            clock.advance(LONG.plusSeconds(1));
            link.expire();
        }
        CompletionException failure = assertThrows(CompletionException.class, late::join);
        assertInstanceOf(SocketTimeoutException.class, failure.getCause());
        // the server can still be told why
        link.write(new byte[] {'Q'}, 1);
        assertEquals('Q', far.getInputStream().read());
    }

    @Test
    void whoDoesNotWaitIsNotDisturbed() throws IOException {
        far.getOutputStream().write('x');
        assertEquals(1, link.read(new byte[10], LONG));
        clock.advance(LONG.plusSeconds(1));
        link.expire();
        far.getOutputStream().write('y');
        assertEquals(1, link.read(new byte[10], LONG));
    }

    @Test
    void theEndOfTheConnectionIsNoTimeOut() throws IOException {
        far.close();
        assertEquals(-1, link.read(new byte[10], LONG));
    }

    @Test
    void aShortWaitEndsByItself() {
        assertThrows(SocketTimeoutException.class, () -> link.read(new byte[10], Duration.ofMillis(1)));
    }

    @Test
    void aLongWaitAfterAShortOne() throws IOException {
        assertThrows(SocketTimeoutException.class, () -> link.read(new byte[10], Duration.ofMillis(1)));
        far.getOutputStream().write('x');
        assertEquals(1, link.read(new byte[10], LONG));
    }

    private CompletableFuture<Integer> reading(Duration patience) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return link.read(new byte[10], patience);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }
}
