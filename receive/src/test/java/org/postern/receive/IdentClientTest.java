package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;

/// The question of RFC 1413 and what is left of the answer. The users are those that the recorded program showed.
class IdentClientTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static Optional<String> user(String answer) {
        return IdentClient.user("4000, 25 : " + answer, 4000, 25);
    }

    @Test
    @DisplayName("NET-09: what an ident server says is stripped of dangerous characters")
    void showsTheUserWithoutDangerousCharacters() {
        assertThat(user("USERID : UNIX : joe")).contains("joe");
        assertThat(user("USERID:UNIX:joe user")).contains("joeuser");
        assertThat(user("USERID : OTHER : abc123")).contains("IDENT:abc123");
        assertThat(user("USERID : UNIX : <evil>(x)\u001b[31m;\"q\"")).contains("evilx31mq");
        assertThat(user("USERID : UNIX , US-ASCII : " + "x".repeat(500)).orElseThrow())
                .hasSize(64);
    }

    @Test
    void isNobodyForEverythingElse() {
        assertThat(user("ERROR : NO-USER")).isEmpty();
        assertThat(user("USERID : UNIX :   ")).isEmpty();
        assertThat(user("USERID : UNIX")).isEmpty();
        assertThat(IdentClient.user("4001, 25 : USERID : UNIX : joe", 4000, 25)).isEmpty();
        assertThat(IdentClient.user("garbage", 4000, 25)).isEmpty();
    }

    private static Optional<String> ask(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> _ = threads.submit(() -> {
                try (Socket one = server.accept()) {
                    byte[] question = new byte[100];
                    int count = one.getInputStream().read(question);
                    String text = Ascii.text(question, 0, count).strip();
                    one.getOutputStream().write(Ascii.bytes(answer.replace("$", text)));
                }
                return true;
            });
            return new IdentClient(Duration.ofSeconds(20), server.getLocalPort(), new SystemClock())
                    .ask(new InetSocketAddress(LOOPBACK, 25), new InetSocketAddress(LOOPBACK, 4000));
        }
    }

    @Test
    void asksForBothPorts() throws Exception {
        assertThat(ask("$ : USERID : UNIX : joe\r\n")).contains("joe");
        assertThat(ask("$ : USERID : UNIX : joe")).contains("joe");
    }

    @Test
    @DisplayName("NET-09: a long answer of an ident server is cut")
    void net09ALongAnswerIsCut() throws Exception {
        assertThat(ask("$ : USERID : UNIX : " + "%n".repeat(32_000)))
                .hasValueSatisfying(user -> assertThat(user).hasSizeLessThanOrEqualTo(64));
    }

    @Test
    void asksNobodyWithoutATimeOut() {
        assertThat(new IdentClient(Duration.ZERO, new SystemClock())
                        .ask(new InetSocketAddress(LOOPBACK, 25), new InetSocketAddress(LOOPBACK, 4000)))
                .isEmpty();
    }
}
