package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.SystemClock;
import org.postern.testkit.ProgramRun;

/// The server's side with openssl as the client.
class OpensslPeerTest {
    @TempDir
    Path folder;

    private final TlsServerContext context = TlsContexts.build(
                    new TlsSettings(
                            new TlsSettings.Side("named.pem,server.pem", "rsa.key,server.key", "ca.pem", "", ""),
                            TlsSettings.Side.EMPTY,
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "sha256",
                            false),
                    new TestFiles(),
                    new SystemClock())
            .server()
            .orElseThrow();

    private record Wire(SocketChannel channel) implements TlsTransport {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public int readNow(ByteBuffer into) {
            return 0;
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            while (from.hasRemaining()) {
                channel.write(from);
            }
        }
    }

    private String typed = "hello\n";
    private String shown = "";

    /// One session; what came of it: the log's text or the reason of the failure.
    @SuppressWarnings("try") // closed before its end on purpose
    private String session(String listener, String... options) throws Exception {
        try (ServerSocketChannel door =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            CompletableFuture<String> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> result.complete(serve(door, listener)));
            int port = door.socket().getLocalPort();
            List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
            command.addAll(List.of(options));
            shown = ProgramRun.of(command, typed, folder, 60).output();
            // whoever still waits for a client that never came stops waiting
            door.close();
            return result.get();
        }
    }

    private String serve(ServerSocketChannel door, String listener) {
        try (SocketChannel channel = door.accept()) {
            TlsConversation server = TlsConversation.server(context, new Wire(channel), new ServerWish(listener, true));
            server.handshake();
            byte[] data = new byte[100];
            int count = server.read(data, 0, data.length);
            server.closeNotify();
            TlsIdentity identity = server.identity();
            return identity.logText() + (identity.resumed() ? ", resumed" : "") + ", " + count + " bytes";
        } catch (TlsFailure failed) {
            return failed.reason();
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    /// TLS-07: what is broken is not spoken.
    @ParameterizedTest
    @CsvSource({
        "-tls1_1 -cipher ALL:@SECLEVEL=0, unsupported protocol",
        "-tls1 -cipher ALL:@SECLEVEL=0, unsupported protocol",
        "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0, no shared cipher",
        "-tls1_2 -cipher ADH-AES256-SHA:@SECLEVEL=0, no shared cipher"
    })
    void oldVersionsAndWeakCiphers(String options, String reason) throws Exception {
        assertThat(session("25", options.split(" ", -1))).isEqualTo(reason);
    }

    @Test
    void theKindOfKeyThatTheClientKnows() throws Exception {
        assertThat(session("25", "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"))
                .isEqualTo("version=TLSv1.2, verify=NO, cipher=ECDHE-RSA-AES128-GCM-SHA256, bits=128/128, 6 bytes");
        assertThat(session("25", "-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"))
                .isEqualTo("version=TLSv1.2, verify=NO, cipher=ECDHE-ECDSA-CHACHA20-POLY1305, bits=256/256, 6 bytes");
    }

    /// Also when the certificate with the name has the kind of key that the client likes less.
    @ParameterizedTest
    @CsvSource({
        "rsa.exam.test, '', rsa.exam.test",
        "server.exam.test, '', server.exam.test",
        "server.exam.test, rsa_pss_rsae_sha256:ecdsa_secp256r1_sha256, server.exam.test",
        "server.exam.test, rsa_pss_rsae_sha256, rsa.exam.test",
        "unknown.exam.test, '', server.exam.test"
    })
    void theNameThatTheClientAsksFor(String name, String signatures, String subject) throws Exception {
        List<String> options = new ArrayList<>(List.of("-tls1_3", "-servername", name));
        if (!signatures.isEmpty()) {
            options.addAll(List.of("-sigalgs", signatures));
        }
        assertThat(session("25", options.toArray(String[]::new))).startsWith("version=TLSv1.3");
        assertThat(shown).containsPattern("subject=.*CN = " + subject);
    }

    /// The kind of key belongs to the cipher there; the last two clients cannot use the certificate with the name.
    @ParameterizedTest
    @CsvSource({
        "rsa.exam.test, ALL, '', rsa.exam.test",
        "server.exam.test, ALL, '', server.exam.test",
        "server.exam.test, ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256, '', server.exam.test",
        "rsa.exam.test, ECDHE-ECDSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256, '', rsa.exam.test",
        "unknown.exam.test, ALL, '', server.exam.test",
        "rsa.exam.test, ECDHE-ECDSA-AES128-GCM-SHA256, '', server.exam.test",
        "server.exam.test, ALL, rsa_pss_rsae_sha256, rsa.exam.test"
    })
    void theNameThatTheClientAsksForInTheOlderVersion(String name, String ciphers, String signatures, String subject)
            throws Exception {
        List<String> options = new ArrayList<>(List.of("-tls1_2", "-servername", name, "-cipher", ciphers));
        if (!signatures.isEmpty()) {
            options.addAll(List.of("-sigalgs", signatures));
        }
        assertThat(session("25", options.toArray(String[]::new))).startsWith("version=TLSv1.2");
        assertThat(shown).containsPattern("subject=.*CN = " + subject);
    }

    /// TLS-05: scanners tell by the alert that nothing was agreed anew.
    @Test
    void aRenegotiationGetsAnAlert() throws Exception {
        typed = "R\n";
        assertThat(session("25", "-tls1_2")).isEqualTo("no renegotiation");
        assertThat(shown).contains("RENEGOTIATING").contains("handshake failure");
    }

    /// TLS-06: a session is taken up at its own listener only.
    @Test
    void resumptionStaysWithTheListener() throws Exception {
        Files.write(folder.resolve("c.pem"), TestFiles.content("client.pem"));
        Files.write(folder.resolve("c.key"), TestFiles.content("client.key"));
        String first = session("25", "-tls1_2", "-sess_out", "s", "-cert", "c.pem", "-key", "c.key");
        assertThat(first).startsWith("version=TLSv1.2, verify=OK").doesNotContain("resumed");
        assertThat(session("465", "-tls1_2", "-sess_in", "s"))
                .startsWith("version=TLSv1.2, verify=NO")
                .doesNotContain("resumed");
        assertThat(session("25", "-tls1_2", "-sess_in", "s"))
                .startsWith("version=TLSv1.2, verify=OK")
                .contains("resumed");
    }

    /// STATE-11: a browser or an FTP client that was led here says what it wants to speak, and gets no further.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"h2,http/1.1 | ", "ftp | ", "imap | ", "smtp | smtp", "ftp,smtp | smtp", "esmtp | esmtp"})
    void state11OnlyMailIsSpoken(String offered, @Nullable String chosen) throws Exception {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            String result = session("465", version, "-alpn", offered);
            if (chosen == null) {
                assertThat(result).isEqualTo("no application protocol");
                assertThat(shown).contains("no application protocol");
            } else {
                assertThat(result).startsWith("version=TLSv1.").endsWith("6 bytes");
                assertThat(shown).contains("ALPN protocol: " + chosen);
            }
        }
    }
}
