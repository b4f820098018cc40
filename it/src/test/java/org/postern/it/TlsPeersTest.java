package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.TestCertificates;

/// Encrypted mail between Postern and other programs, each of which knows the other's certificate; all share one
/// daemon.
/// Needs root.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsPeersTest {
    private static final String TEXT = "Subject: hi\n\ntext\n";
    private static final Map<String, String> PACKAGES =
            Map.of("postfix", "postfix", "exim", "exim4-daemon-light", "opensmtpd", "opensmtpd");

    @TempDir
    private static Path scratch;

    private static SecuredHost host;
    private static final Map<String, Integer> PORTS = new LinkedHashMap<>();
    private static final List<PeerProgram> PROGRAMS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        host = SecuredHost.in(scratch);
        List<Integer> free = FreePorts.find(4);
        PORTS.putAll(Map.of("far", free.get(0), "postfix", free.get(1), "exim", free.get(2), "opensmtpd", free.get(3)));
        host.configure("far", free.get(0), List.of(), "");
        host.configure(
                "mail",
                host.port(),
                PORTS.entrySet().stream().map(Object::toString).toList(),
                "TLS_Srv:exam.test PERM+VERIFY:112\nTry_TLS:exam.test YES\n");
        host.start(
                scratch.resolve("far"),
                Peers.program("sendmail", "sendmail").toString(),
                "-C",
                "/etc/mail/far.cf",
                "-bD");
        host.serve();
        for (Map.Entry<String, String> peer : PACKAGES.entrySet()) {
            Path tls = Files.createDirectories(scratch.resolve(peer.getKey() + "/tls"));
            Files.writeString(tls.resolve("key.pem"), TestCertificates.text("server.key"));
            Files.writeString(tls.resolve("cert.pem"), TestCertificates.text("server.pem"));
            Files.writeString(tls.resolve("authorities.pem"), TestCertificates.text("authorities.pem"));
            Files.setPosixFilePermissions(tls.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
            PROGRAMS.add(PeerProgram.start(
                    peer.getKey(),
                    peer.getValue(),
                    scratch.resolve(peer.getKey()),
                    PORTS.getOrDefault(peer.getKey(), 0),
                    host.port(),
                    host.sink().address().getPort()));
        }
    }

    @AfterAll
    static void stop() {
        PROGRAMS.forEach(PeerProgram::close);
        host.close();
    }

    private static ProgramRun send(int port, String sender, String recipient) throws IOException {
        return new ProgramRun(
                new SmtpDialogue(port)
                        .replies(
                                "127.0.0.1",
                                "MAIL FROM:<" + sender + ">",
                                "RCPT TO:<" + recipient + ">",
                                "DATA",
                                TEXT + ".",
                                "QUIT")
                        .toString(),
                0);
    }

    @ParameterizedTest
    @CsvSource({
        "far, 'TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=OK'",
        "postfix, 'using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)'",
        "exim, 'with esmtps  (TLS1.3) tls '"
    })
    void toOthers(String peer, String received) throws Exception {
        String sender = "to-" + peer + "@client.test";
        assertThat(host.sends(
                        sender,
                        "STARTTLS=client, relay=\\[?" + peer + ".exam.test.*, version=TLSv1.3, verify=OK,"
                                + " cipher=TLS_AES_256_GCM_SHA384, bits=256/256",
                        () -> send(host.port(), sender, "x@" + peer + ".test")))
                .contains(received);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd"})
    void fromOthers(String peer) throws Exception {
        String sender = "from-" + peer + "@client.test";
        String verify = peer.equals("opensmtpd") ? "NO" : "OK";
        assertThat(host.sends(
                        sender,
                        "STARTTLS=server, relay=.*, version=TLSv1.3, verify=" + verify + ", cipher=TLS_",
                        () -> send(PORTS.getOrDefault(peer, 0), sender, "x@in.test")))
                .containsPattern("\\(version=TLSv1.3 cipher=TLS_[A-Z0-9_]+ bits=\\d+ verify=" + verify + "\\)\\r\\n");
    }

    /// The server's certificate as a new session sees it.
    private static String shown() {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-starttls", "smtp"));
        command.addAll(List.of("-connect", "127.0.0.1:" + host.port()));
        return ProgramRun.of(command, "QUIT\n", scratch, 20)
                .output()
                .lines()
                .filter(line -> line.startsWith("subject="))
                .findFirst()
                .orElse("");
    }

    private static void certificate(String name) throws IOException {
        // the key first, as those who renew certificates do: between the two the old ones stay in use
        for (String kind : List.of("key", "pem")) {
            Path next = host.host().path("etc/mail/next." + kind);
            Files.writeString(next, TestCertificates.text(name + "." + kind));
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            Files.move(next, host.host().path("etc/mail/server." + kind), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// The last one, because nobody else knows the new certificate.
    @Test
    @Order(Integer.MAX_VALUE)
    void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
        assertThat(shown()).contains("CN = mx.exam.test");
        Process old = new ProcessBuilder(
                        "openssl", "s_client", "-quiet", "-starttls", "smtp", "-connect", "127.0.0.1:" + host.port())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader in = old.inputReader(StandardCharsets.ISO_8859_1);
                Writer out = old.outputWriter(StandardCharsets.ISO_8859_1)) {
            assertThat(said(in, out, "EHLO client.test")).startsWith("250 ");
            certificate("gir");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            String now = shown();
            while (!now.contains("CN = gir.gshapiro.net") && System.nanoTime() < deadline) {
                now = shown();
            }
            assertThat(now).contains("CN = gir.gshapiro.net");
            assertThat(host.log()).contains("STARTTLS: new files");
            assertThat(said(in, out, "NOOP")).isEqualTo("250 2.0.0 OK");
        } finally {
            old.destroy();
        }
    }

    private static String said(BufferedReader in, Writer out, String command) throws IOException {
        out.write(command + "\r\n");
        out.flush();
        return reply(in);
    }

    @Test
    void openssl() throws Exception {
        List<String> command = new ArrayList<>(
                List.of("openssl", "s_client", "-quiet", "-crlf", "-starttls", "smtp", "-CAfile", "authorities.pem"));
        command.addAll(List.of("-verify_return_error", "-verify_hostname", "mx.exam.test"));
        command.addAll(List.of("-cert", "gir.pem", "-key", "gir.key", "-connect", "127.0.0.1:" + host.port()));
        Process client = new ProcessBuilder(command)
                .directory(host.host().path("etc/mail").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader in = client.inputReader(StandardCharsets.ISO_8859_1);
                Writer out = client.outputWriter(StandardCharsets.ISO_8859_1)) {
            host.sends(
                    "openssl@client.test",
                    "STARTTLS=server, relay=localhost \\[127.0.0.1], version=TLSv1.3, verify=OK,"
                            + " cipher=TLS_AES_256_GCM_SHA384, bits=256/256",
                    () -> {
                        StringBuilder replies = new StringBuilder();
                        for (String line : List.of(
                                "EHLO client.test",
                                "MAIL FROM:<openssl@client.test>",
                                "RCPT TO:<x@in.test>",
                                "DATA",
                                TEXT + ".",
                                "QUIT")) {
                            out.write(line + "\n");
                            out.flush();
                            replies.append(reply(in)).append('\n');
                        }
                        return new ProgramRun(replies.toString(), 0);
                    });
        } finally {
            client.destroy();
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void swaks() throws Exception {
        for (String version : List.of("tlsv1_2", "tlsv1_3")) {
            String sender = "swaks-" + version + "@client.test";
            String received = host.sends(
                    sender,
                    "STARTTLS=server, .*, version=" + version.replace("tlsv1_", "TLSv1."),
                    () -> host.inside(
                            "",
                            Peers.program("swaks", "swaks").toString(),
                            "--server",
                            "127.0.0.1:" + host.port(),
                            "--from",
                            sender,
                            "--to",
                            "x@in.test",
                            "--tls",
                            "--tls-protocol",
                            version,
                            "--tls-cert",
                            "/etc/mail/gir.pem",
                            "--tls-key",
                            "/etc/mail/gir.key"));
            assertThat(received).contains("bits=256 verify=OK)");
        }
    }

    @Test
    void posttlsFinger() throws IOException {
        Path settings = Files.createDirectories(scratch.resolve("finger"));
        Files.writeString(
                settings.resolve("main.cf"), "compatibility_level = 3.6\nmail_owner = daemon\nsetgid_group = mail\n");
        ProgramRun run = ProgramRun.of(
                List.of(
                        "env",
                        "MAIL_CONFIG=" + settings,
                        Peers.program("postfix", "posttls-finger").toString(),
                        "-l",
                        "secure",
                        "-F",
                        host.host().path("etc/mail/authorities.pem").toString(),
                        "[127.0.0.1]:" + host.port(),
                        "mx.exam.test"),
                "",
                scratch,
                60);
        assertThat(run.output())
                .contains("Verified TLS connection established to 127.0.0.1[127.0.0.1]:" + host.port() + ": TLSv1.3");
    }

    /// AUTH-06: SASL without settings and users lets nobody in; there is no account from the beginning.
    @Test
    void nobodyHasAPasswordFromTheBeginning() throws IOException {
        SmtpDialogue dialogue = new SmtpDialogue(host.port());
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-256", "ANONYMOUS")) {
            assertThat(dialogue.replies("127.0.0.2", "AUTH " + mechanism).getLast())
                    .isEqualTo("503 5.3.3 AUTH not available");
        }
        assertThat(dialogue.replies("127.0.0.2", "MAIL FROM:<a@client.test>", "RCPT TO:<x@elsewhere.test>")
                        .getLast())
                .startsWith("550 5.7.1 <x@elsewhere.test>... Relaying denied");
    }

    /// What the real sendmail, with the same configuration and certificates, writes into Received and offers.
    @ParameterizedTest
    @CsvSource({"tlsv1_2, gir, OK", "tlsv1_3, gir, OK", "tlsv1_3, stranger, FAIL", "tlsv1_2, '', NO", "tlsv1_3, '', NO"
    })
    void asTheRealSendmail(String version, String certificate, String verify) throws Exception {
        List<String> seen = new ArrayList<>();
        for (int port : List.of(host.port(), PORTS.getOrDefault("far", 0))) {
            String sender = "same-" + version + certificate + port + "@client.test";
            List<String> command =
                    new ArrayList<>(List.of(Peers.program("swaks", "swaks").toString(), "--server"));
            command.addAll(List.of("127.0.0.1:" + port, "--from", sender, "--to", "x@in.test", "--tls"));
            command.addAll(List.of("--tls-protocol", version, "--ehlo", "client.test"));
            if (!certificate.isEmpty()) {
                command.addAll(List.of("--tls-cert", "/etc/mail/" + certificate + ".pem"));
                command.addAll(List.of("--tls-key", "/etc/mail/" + certificate + ".key"));
            }
            ProgramRun run = host.inside("", command.toArray(String[]::new));
            String received = host.arrived(sender, run.output());
            String offer = run.output()
                    .lines()
                    .filter(line -> line.startsWith("<~  250") && !line.contains("AUTH") && !line.contains("CHUNKING"))
                    .reduce("", (all, line) -> all + line + "\n");
            seen.add(normal(offer + received.substring(0, received.indexOf("for <"))));
        }
        assertThat(seen.getFirst()).contains("verify=" + verify + ")").contains("<~  250");
        assertThat(seen.getFirst()).isEqualTo(seen.getLast());
    }

    private static String normal(String text) {
        return text.replaceAll("\\b[0-9A-Za-z]{14}\\b( Message)?", "ID$1")
                .replaceAll("\\d+@client", "N@client")
                .replaceAll("(mail|far)\\.exam\\.test", "HOST")
                .replaceAll("8\\.17\\.1(\\.9)?", "VERSION");
    }
}
