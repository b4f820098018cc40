package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// Other programs authenticate to Postern, each with every mechanism that it has, and their messages are relayed; all
/// share one daemon, which takes nothing from who has not authenticated. Needs root.
class AuthClientsTest {
    private static final String TEXT = "Subject: hi\n\ntext\n";

    @TempDir
    private static Path scratch;

    private static SecuredHost host;

    @BeforeAll
    static void start() throws Exception {
        host = SecuredHost.withPasswords(scratch);
        host.configure("mail", host.port(), List.of(), "");
        host.serve();
    }

    @AfterAll
    static void stop() throws IOException {
        String log = host.log();
        host.close();
        assertThat(log)
                .contains("AuthMechanisms: KERBEROS_V4 is history; GSSAPI (Kerberos 5) replaced it")
                .doesNotContain("secret")
                .doesNotContain("AGFsaWNlAHNlY3JldA");
    }

    /// Runs a client and checks how its message has come through.
    private static void sends(String sender, String mechanism, int bits, SecuredHost.Client client) throws Exception {
        String says = "AUTH=server, relay=.*, authid=" + (mechanism.equals("EXTERNAL") ? ".*" : "alice") + ".*, mech="
                + mechanism + ", bits=" + bits;
        assertThat(host.sends(sender, says, client))
                .containsPattern("\\(authenticated bits=" + bits + "\\)\\r\\n\tby mail.exam.test .* with ESMTPS?A id ");
    }

    private static ProgramRun runSwaks(String sender, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PERL5LIB=" + Peers.tree("libauthen-sasl-perl").resolve("usr/share/perl5") + ":"
                        + Peers.tree("libdigest-hmac-perl").resolve("usr/share/perl5"),
                Peers.program("swaks", "swaks").toString(),
                "--server",
                "127.0.0.1:" + host.port(),
                "--ehlo",
                "client.test",
                "--from",
                sender,
                "--to",
                "x@elsewhere.test"));
        command.addAll(List.of(more));
        return ProgramRun.of(command, "", scratch, 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"})
    void swaks(String mechanism) throws Exception {
        String sender = "swaks-" + mechanism + "@client.test";
        sends(
                sender,
                mechanism,
                0,
                () -> runSwaks(sender, "--auth", mechanism, "--auth-user", "alice", "--auth-password", "secret"));
    }

    @Test
    void withoutPasswordOrWithAWrongOneNothingIsTaken() {
        assertThat(runSwaks("nobody@client.test").output()).contains("530 5.7.0 Authentication required");
        for (String user : List.of("alice", "unknown")) {
            assertThat(runSwaks("wrong@client.test", "--auth", "PLAIN", "--auth-user", user, "--auth-password", "wrong")
                            .output())
                    .contains("535 5.7.0 authentication failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void msmtp(String mechanism) throws Exception {
        String sender = "msmtp-" + mechanism + "@client.test";
        sends(sender, mechanism, 0, () -> msmtp(sender, mechanism, "--tls=off"));
    }

    @Test
    void msmtpByCertificate() throws Exception {
        String sender = "msmtp-external@client.test";
        sends(
                sender,
                "EXTERNAL",
                0,
                () -> msmtp(
                        sender,
                        "EXTERNAL",
                        "--tls=on",
                        "--tls-certcheck=off",
                        "--tls-cert-file=/etc/mail/gir.pem",
                        "--tls-key-file=/etc/mail/gir.key"));
    }

    /// Its library of GSSAPI looks for that of Kerberos, which comes with curl where the machine has none.
    @Test
    void msmtpWithTicket() throws Exception {
        String sender = "msmtp-gssapi@client.test";
        List<String> command = msmtpCommand(sender, "GSSAPI", "--tls=off");
        command.addFirst("LD_LIBRARY_PATH=" + libraries("curl"));
        command.addFirst("env");
        sends(sender, "GSSAPI", 0, () -> host.inside(TEXT, command.toArray(String[]::new)));
    }

    private static String libraries(String debianPackage) throws IOException {
        Path all = Peers.tree(debianPackage).resolve("usr/lib");
        if (!Files.exists(all)) {
            return "";
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.map(Path::toString).collect(Collectors.joining(":"));
        }
    }

    private static ProgramRun msmtp(String sender, String mechanism, String... more) {
        return host.inside(TEXT, msmtpCommand(sender, mechanism, more).toArray(String[]::new));
    }

    private static List<String> msmtpCommand(String sender, String mechanism, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Peers.program("msmtp", "msmtp").toString(),
                "--host=mail.exam.test",
                "--port=" + host.port(),
                "--domain=client.test",
                "--auth=" + mechanism.toLowerCase(Locale.ROOT),
                "--user=alice",
                "--passwordeval=echo secret",
                "--from=" + sender,
                "x@elsewhere.test"));
        command.addAll(List.of(more));
        return command;
    }

    /// The only client of Debian that binds SCRAM to TLS; it sends no mail.
    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS"})
    void gnuSasl(String mechanism) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Peers.program("gsasl", "gsasl").toString(), "--smtp", "--mechanism=" + mechanism));
        command.addAll(List.of("--connect=mail.exam.test:" + host.port(), "--x509-ca-file=", "--no-client-first"));
        command.addAll(List.of("--authentication-id=alice", "--authorization-id=alice", "--password=secret"));
        assertThat(host.inside("", command.toArray(String[]::new)).output()).contains("235 2.0.0 OK Authenticated");
        assertThat(host.log()).containsPattern("AUTH=server, relay=.*, authid=alice, mech=" + mechanism + ", bits=0");
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, alice:secret",
        "LOGIN, alice:secret",
        "CRAM-MD5, alice:secret",
        "DIGEST-MD5, alice:secret",
        "GSSAPI, alice@EXAM.TEST:",
        "EXTERNAL, alice:"
    })
    void curl(String mechanism, String user) throws Exception {
        String sender = "curl-" + mechanism + "@client.test";
        List<String> command = new ArrayList<>(List.of(
                Peers.program("curl", "curl").toString(),
                "-sS",
                "--crlf",
                "--url",
                "smtp://mail.exam.test:" + host.port() + "/client.test",
                "-u",
                user,
                "--login-options",
                "AUTH=" + mechanism,
                "--mail-from",
                sender,
                "--mail-rcpt",
                "x@elsewhere.test",
                "-T",
                "-"));
        if (mechanism.equals("EXTERNAL")) {
            command.addAll(List.of("--ssl-reqd", "-k", "--cert", "/etc/mail/gir.pem", "--key", "/etc/mail/gir.key"));
        }
        sends(sender, mechanism, 0, () -> host.inside(TEXT, command.toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
    void pythonsSmtplib(String mechanism) throws Exception {
        String sender = "python-" + mechanism + "@client.test";
        String program = "import smtplib, sys\n"
                + "s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]), 'client.test')\n"
                + "s.ehlo()\n"
                + "s.user, s.password = 'alice', 'secret'\n"
                + "s.auth(sys.argv[2], getattr(s, 'auth_' + sys.argv[2].lower().replace('-', '_')))\n"
                + "s.sendmail(sys.argv[3], 'x@elsewhere.test', 'Subject: hi\\n\\ntext')\n"
                + "s.quit()\n";
        List<String> command = List.of("python3", "-c", program, Integer.toString(host.port()), mechanism, sender);
        sends(sender, mechanism, 0, () -> ProgramRun.of(command, "", scratch, 60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "DIGEST-MD5", "CRAM-MD5"})
    void angusMail(String mechanism) throws Exception {
        String sender = "angus-" + mechanism + "@client.test";
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(host.port()));
        properties.setProperty("mail.smtp.localhost", "client.test");
        properties.setProperty("mail.smtp.auth", "true");
        properties.setProperty("mail.smtp.auth.mechanisms", mechanism);
        if (mechanism.equals("CRAM-MD5")) {
            properties.setProperty("mail.smtp.sasl.enable", "true");
            properties.setProperty("mail.smtp.sasl.mechanisms", mechanism);
        }
        sends(sender, mechanism, 0, () -> {
            MimeMessage message = new MimeMessage(Session.getInstance(properties));
            message.setFrom(new InternetAddress(sender));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress("x@elsewhere.test"));
            message.setText("text");
            Transport.send(message, "alice", "secret");
            return new ProgramRun("", 0);
        });
    }

    @Test
    void postfixWithCyrus() throws Exception {
        int port = FreePorts.find(1).getFirst();
        Path folder = scratch.resolve("postfix");
        Files.createDirectories(folder.resolve("sasl"));
        Files.writeString(folder.resolve("sasl/passwords"), "[127.0.0.1]:" + host.port() + " alice:secret\n");
        int sink = host.sink().address().getPort();
        try (PeerProgram _ = PeerProgram.start("postfix", "postfix", folder, port, host.port(), sink)) {
            for (String mechanism :
                    List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")) {
                String sender = "postfix-" + mechanism + "@client.test";
                sends(sender, mechanism, 0, () -> {
                    List<String> replies = new SmtpDialogue(port)
                            .replies(
                                    "127.0.0.1",
                                    "MAIL FROM:<" + sender + ">",
                                    "RCPT TO:<x@" + mechanism + ".test>",
                                    "DATA",
                                    TEXT + ".",
                                    "QUIT");
                    return new ProgramRun(replies.toString(), 0);
                });
            }
        }
    }

    /// Layers: 128 bits are the privacy of DIGEST-MD5, 56 that of GSSAPI, 1 is integrity.
    @Test
    void theRealSendmail() throws Exception {
        List<String> to = List.of("mail=" + host.port());
        host.configure("client", 25, to, "Try_TLS:mail.exam.test NO\nTry_TLS:external.mail.exam.test YES\n");
        for (String mechanism : SecuredHost.OF_CYRUS) {
            int bits = mechanism.equals("DIGEST-MD5") ? 128 : mechanism.equals("GSSAPI") ? 56 : 0;
            sends("sendmail-" + mechanism + "@client.test", mechanism, bits, () -> realSendmail(mechanism, ""));
        }
        for (String mechanism : List.of("DIGEST-MD5", "GSSAPI")) {
            sends(
                    "sendmail-integrity" + mechanism + "@client.test",
                    mechanism,
                    1,
                    () -> realSendmail(mechanism, "integrity"));
        }
    }

    private static ProgramRun realSendmail(String mechanism, String layer) {
        String sender = "sendmail-" + layer + mechanism + "@client.test";
        return host.insideWithPlugIns(
                TEXT,
                Peers.program("sendmail", "sendmail").toString(),
                "-C",
                "/etc/mail/client.cf",
                layer.isEmpty() ? "-OLogLevel=9" : "-OAuthMaxBits=1",
                "-odi",
                "-v",
                "-f",
                sender,
                "x@" + mechanism + ".mail.test");
    }
}
