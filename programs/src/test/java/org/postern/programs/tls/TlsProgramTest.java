package org.postern.programs.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.programs.Invocation;
import org.postern.tls.CertificateMaker;
import org.postern.tls.CertificateSubject;

/// The other side is a server of the test that goes on in TLS with openssl's help where a real one is wanted.
class TlsProgramTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O CACertFile=${ca}
            Stls_server
            ROK\t\t$@ fine
            R$*\t\t$#error $@ 4.7.0 $: "454 verify is " $1 " with " $&{server_name}
            S3
            S0
            R$*\t\t$#local $: $1
            Mlocal, P=[IPC], F=l, A=TCP $h
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private int tls(int port) throws IOException {
        Path file = folder.resolve("t.cf");
        Files.writeString(
                file, CONFIGURATION.replace("${ca}", folder.resolve("ca.pem").toString()));
        List<String> words = List.of("-C", file.toString(), "127.0.0.1:" + port);
        Invocation invocation = new Invocation(
                "postern",
                words,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                folder);
        return new TlsProgram(invocation, new SystemClock()).run(words);
    }

    private String shown() {
        return Ascii.text(output.toByteArray());
    }

    @Test
    void aServerWithoutStarttls() throws Exception {
        try (PlainSmtpServer server = PlainSmtpServer.start(List.of("250 mx.other.test"))) {
            assertThat(tls(server.port())).isEqualTo(SysExit.NO_PERMISSION.code());
        }
        assertThat(shown())
                .contains("STARTTLS      not offered", "verify        NONE", "454 4.7.0 verify is NONE with 127.0.0.1");
    }

    @Test
    void aServerOfOpenssl() throws Exception {
        CertificateMaker maker = new CertificateMaker(new SystemClock(), new SecureRandom());
        CertificateMaker.Made authority = maker.selfSigned(
                new CertificateSubject("Exam CA", "", List.of()),
                CertificateMaker.Use.AUTHORITY,
                CertificateMaker.KeyKind.EC,
                30);
        CertificateMaker.Made host = maker.issued(
                authority,
                new CertificateSubject("mx.other.test", "", List.of("mx.other.test")),
                CertificateMaker.Use.SERVER,
                CertificateMaker.KeyKind.EC,
                30);
        Files.writeString(folder.resolve("ca.pem"), authority.certificate());
        Files.writeString(folder.resolve("mx.pem"), host.key() + host.certificate());
        Process openssl = new ProcessBuilder(
                        "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "mx.pem", "-naccept", "1")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(openssl.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("ACCEPT")) {
                line = lines.readLine();
            }
            int backend = Integer.parseInt(String.valueOf(line).replaceAll(".*:", ""));
            try (PlainSmtpServer server =
                    PlainSmtpServer.start(List.of("250-mx.other.test", "250 STARTTLS"), backend)) {
                assertThat(tls(server.port())).as(shown()).isEqualTo(SysExit.OK.code());
            }
        } finally {
            openssl.destroyForcibly().waitFor();
        }
        assertThat(shown())
                .contains(
                        "version       TLSv1.3",
                        "CertSubject:  /CN=mx.other.test",
                        "for this host no",
                        "verify        OK",
                        "tls_server    accepts it");
    }
}
