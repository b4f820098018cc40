package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProcessFamily;
import org.postern.testkit.ProgramRun;

/// Postern authenticates to the real sendmail, Postfix and dovecot's submission service, with every mechanism that they
/// have; and asks the real saslauthd and dovecot about passwords. All share one daemon. Needs root.
class AuthServersTest {
    private static final String TEXT = "Subject: hi\n\ntext\n";

    @TempDir
    private static Path scratch;

    private static SecuredHost host;
    private static final List<PeerProgram> PEERS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        host = SecuredHost.withPasswords(scratch);
        List<Integer> ports = FreePorts.find(3);
        int sink = host.sink().address().getPort();
        Path postfix = Files.createDirectories(scratch.resolve("postfix/sasl"));
        Files.copy(host.host().path("etc/sasldb2"), postfix.resolve("db"));
        Path dovecot = Files.createDirectories(scratch.resolve("dovecot"));
        Files.writeString(
                dovecot.resolve("submission"), Peers.tree("dovecot-submissiond").toString());
        host.settings("pwcheck_method: auxprop saslauthd dovecot\ndovecot_path: " + dovecot
                + "/var/run/dovecot/auth-client\n");
        host.account("ursula", "stored");
        host.configure("far", ports.get(0), List.of(), "");
        host.configure(
                "mail",
                host.port(),
                List.of("far=" + ports.get(0), "postfix=" + ports.get(1), "dovecot=" + ports.get(2)),
                "Try_TLS:far.exam.test NO\nTry_TLS:external.far.exam.test YES\n");
        host.start(
                scratch.resolve("far"),
                Peers.program("sendmail", "sendmail").toString(),
                "-C",
                "/etc/mail/far.cf",
                "-bD");
        host.serve();
        for (String peer : List.of("postfix", "dovecot")) {
            int port = ports.get(peer.equals("postfix") ? 1 : 2);
            PEERS.add(PeerProgram.start(peer, peer, scratch.resolve(peer), port, host.port(), sink));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        PEERS.forEach(PeerProgram::close);
        String log = host.log();
        host.close();
        assertThat(log).doesNotContain("secret").doesNotContain("stored");
    }

    private static String password(String user, String password) {
        byte[] message = ("\0" + user + "\0" + password).getBytes(StandardCharsets.ISO_8859_1);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(message);
    }

    /// Sends a message through Postern to a peer and returns what came to the sink.
    private static String through(String peer, String mechanism, int bits) throws Exception {
        String sender = peer + "-" + mechanism + "@client.test";
        return host.sends(sender, "AUTH=client, relay=.*, mech=" + mechanism + ", bits=" + bits, () -> {
            List<String> replies = new SmtpDialogue(host.port())
                    .replies(
                            "127.0.0.1",
                            password("alice", "secret"),
                            "MAIL FROM:<" + sender + ">",
                            "RCPT TO:<x@" + mechanism + "." + peer + ".test>",
                            "DATA",
                            TEXT + ".",
                            "QUIT");
            return new ProgramRun(replies.toString(), 0);
        });
    }

    /// The bits are those that we count and those that Cyrus counts: for GSSAPI it looks at the key of Kerberos.
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 0, 0",
        "LOGIN, 0, 0",
        "CRAM-MD5, 0, 0",
        "DIGEST-MD5, 128, 128",
        "SCRAM-SHA-1, 0, 0",
        "SCRAM-SHA-256, 0, 0",
        "GSSAPI, 56, 256",
        "EXTERNAL, 0, 0"
    })
    void theRealSendmail(String mechanism, int bits, int there) throws Exception {
        assertThat(through("far", mechanism, bits))
                .containsPattern("\\(authenticated bits=" + there + "\\)\\r\\n\tby far.exam.test .* with ESMTPS?A id ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void postfix(String mechanism) throws Exception {
        assertThat(through("postfix", mechanism, 0)).contains("(Authenticated sender: alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void dovecot(String mechanism) throws Exception {
        assertThat(through("dovecot", mechanism, 0)).contains("with ESMTPA id ");
    }

    private static String asked(String user, String password) throws IOException {
        return new SmtpDialogue(host.port())
                .replies("127.0.0.1", password(user, password))
                .getLast();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shadow", "pam"})
    void saslauthdAndDovecotKnowTheirUsers(String way) throws Exception {
        host.host().write("etc/pam.d/smtp", "auth required pam_unix.so nodelay\naccount required pam_unix.so\n");
        Path mux = host.host().path("run/saslauthd/mux");
        Files.createDirectories(mux.getParent());
        Files.deleteIfExists(mux);
        // a group of its own: at its end saslauthd sends a signal to its whole group, and that would be Maven's
        Process daemon = host.start(
                scratch.resolve("saslauthd-" + way),
                "setsid",
                Peers.program("sasl2-bin", "saslauthd").toString(),
                "-a",
                way,
                "-m",
                "/run/saslauthd",
                "-n",
                "1",
                "-d");
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!Files.exists(mux) && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(asked("ursula", "stored")).isEqualTo("235 2.0.0 OK Authenticated");
            assertThat(asked("two", "x")).isEqualTo("235 2.0.0 OK Authenticated");
            for (String user : List.of("ursula", "two", "alice", "unknown")) {
                assertThat(asked(user, "wrong")).isEqualTo("535 5.7.0 authentication failed");
            }
        } finally {
            ProcessFamily.end(daemon, 1);
        }
    }
}
