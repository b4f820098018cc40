package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SmtpSink;

/// Mail between Postern and other mail programs: sendmail, Postfix, Exim and OpenSMTPD in both directions, dovecot by
/// LMTP; and a signature that opendkim made and checks. All of them share one Postern and one sink.
final class PeersTest {
    private static final List<String> PEERS = List.of("sendmail", "postfix", "exim", "opensmtpd");
    private static final Map<String, String> PACKAGES =
            Map.of("postfix", "postfix", "exim", "exim4-daemon-light", "opensmtpd", "opensmtpd", "dovecot", "dovecot");
    private static final String MC = """
            OSTYPE(`debian')
            FEATURE(`nocanonify')
            FEATURE(`accept_unresolvable_domains')
            define(`confDOMAIN_NAME',`OWNNAME.test')
            define(`confQUEUE_LA',`1000')
            define(`confREFUSE_LA',`1000')
            define(`SMART_HOST',`esmtp:[127.0.0.1]')
            define(`ESMTP_MAILER_ARGS',`TCP $h PORT-sink')
            MAILER(`local')
            MAILER(`smtp')
            """;
    private static final String EIGHT_BIT = "Subject: out\nMIME-Version: 1.0\n"
            + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nthe caf\u00e9 in the street\n";
    private static final String SIGNED = "From: a@signed.test\nTo: signed@in.test\nSubject: signed\n"
            + "Date: Thu, 26 Nov 2026 05:00:00 +0000\nMessage-Id: <1@signed.test>\nMIME-Version: 1.0\n"
            + "Content-Type: text/plain\n\nline one \n.dot\nFrom here\n\nend\n";
    private static final int SECONDS = 60;

    @TempDir
    Path scratch;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    @AfterEach
    void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private <T extends AutoCloseable> T run(T one) {
        running.push(one);
        return one;
    }

    /// A configuration with a mailer for each of these hosts below `.test`; all other mail goes to the sink.
    private SendmailFolder folder(String name, Map<String, Integer> hosts, int sink) throws IOException {
        StringBuilder mailers = new StringBuilder("MAILER_DEFINITIONS\n");
        StringBuilder rules = new StringBuilder("LOCAL_RULE_0\n");
        for (String host : hosts.keySet()) {
            String lmtp = host.equals("dovecot") ? "z" : "";
            mailers.append("M" + host + ", P=[IPC], F=mDFMuXa" + lmtp + ", S=EnvFromSMTP/HdrFromSMTP, ")
                    .append("R=EnvToSMTP/HdrFromSMTP, E=\\r\\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h PORT-" + host
                            + "\n");
            rules.append("R$* < @ " + host + ". test $* > $*\t$#" + host + " $@ [127.0.0.1] $: $1 < @ " + host)
                    .append(" . test $2 > $3\n");
        }
        String cf = RealSendmail.cf(MC.replace("OWNNAME", name) + mailers + rules)
                .replace("TCP $h PORT-sink", "TCP $h " + sink);
        for (Map.Entry<String, Integer> host : hosts.entrySet()) {
            cf = cf.replace("TCP $h PORT-" + host.getKey() + "\n", "TCP $h " + host.getValue() + "\n");
        }
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(name));
        Files.setPosixFilePermissions(folder.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        folder.configure(cf);
        return folder;
    }

    private static void send(int port, String sender, List<String> recipients, String message) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SECONDS * 1000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            reply(in, "220");
            say(out, in, "EHLO client.test", "250");
            say(out, in, "MAIL FROM:<" + sender + ">", "250");
            for (String recipient : recipients) {
                say(out, in, "RCPT TO:<" + recipient + ">", "250");
            }
            say(out, in, "DATA", "354");
            String lines = message.replaceAll("(?m)^\\.", "..").replace("\n", "\r\n");
            say(out, in, lines + ".", "250");
            say(out, in, "QUIT", "221");
        }
    }

    private static void say(OutputStream out, BufferedReader in, String line, String code) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        reply(in, code);
    }

    private static void reply(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("expected " + code + ", got " + line);
        }
    }

    private static SmtpSink.Message to(List<SmtpSink.Message> messages, String recipient) {
        return messages.stream()
                .filter(message -> message.recipients().getFirst().contains("<" + recipient + ">"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing came for " + recipient + " in " + messages));
    }

    @Test
    void exchangesMailWithOtherPrograms() throws Exception {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        SmtpSink sink = run(SmtpSink.start(100));
        int all = sink.address().getPort();
        List<Integer> free = FreePorts.find(4);
        Map<String, Integer> ports = new LinkedHashMap<>(
                Map.of("postfix", free.get(0), "exim", free.get(1), "opensmtpd", free.get(2), "dovecot", free.get(3)));
        SendmailDaemon sendmail = run(RealSendmail.daemon(folder("there", Map.of(), all)));
        ports.put("sendmail", sendmail.address().getPort());
        SendmailFolder here = folder("here", ports, all);
        List<String> program = List.of(Image.program("sendmail").toString(), "-ORunAsUser=nobody");
        int ours = run(SendmailDaemon.start(here, program)).address().getPort();
        for (Map.Entry<String, String> peer : PACKAGES.entrySet()) {
            run(PeerProgram.start(
                    peer.getKey(),
                    peer.getValue(),
                    scratch.resolve(peer.getKey()),
                    ports.getOrDefault(peer.getKey(), 0),
                    ours,
                    all));
        }

        String signed = signed();
        send(ours, "a@client.test", List.of("signed@in.test"), signed);
        for (String peer : PEERS) {
            send(ours, "a@client.test", List.of("u@" + peer + ".test"), EIGHT_BIT);
        }
        send(ours, "a@client.test", List.of("one@dovecot.test", "no@dovecot.test", "two@dovecot.test"), EIGHT_BIT);
        for (String peer : List.of("postfix", "exim", "opensmtpd")) {
            send(ports.getOrDefault(peer, 0), "a@client.test", List.of(peer + "@in.test"), signed);
        }
        SendmailFolder back = folder("back", Map.of("in", ours), all);
        RealSendmail.run(back, "sendmail", List.of("-odi", "-f", "a@client.test", "sendmail@in.test"), signed)
                .succeeded();

        // out and in for each, the signed message, and a report on the user that dovecot does not know
        List<SmtpSink.Message> arrived = sink.await(2 * PEERS.size() + 2, SECONDS);
        for (String peer : PEERS) {
            String out = to(arrived, "u@" + peer + ".test").data();
            assertThat(out).as(peer).contains("by here.test", peer.equals("exim") ? "caf=E9 in" : "caf\u00e9");
            String in = to(arrived, peer + "@in.test").data();
            assertThat(in).as(peer).contains("by here.test");
            assertThat(verified(in)).as(peer).contains("verification", "succeeded");
        }
        assertThat(to(arrived, "u@exim.test").data())
                .contains("Content-Transfer-Encoding: quoted-printable", "X-MIME-Autoconverted: from 8bit");
        assertThat(to(arrived, "a@client.test").data())
                .contains("Final-Recipient: RFC822; no@dovecot.test", "Action: failed", "Status: 5.1.1")
                .doesNotContain("one@dovecot.test");
        assertThat(mailbox("one")).contains("caf\u00e9");
        assertThat(mailbox("two")).contains("caf\u00e9");
        assertThat(verified(to(arrived, "signed@in.test").data())).contains("verification", "succeeded");
        assertThat(verified(signed.replace("line one", "line two"))).contains("failed");
    }

    /// The mail that dovecot stored for a user.
    private String mailbox(String user) throws IOException {
        try (Stream<Path> files = Files.list(scratch.resolve("dovecot/mail/" + user + "/new"))) {
            return Files.readString(files.findFirst().orElseThrow(), StandardCharsets.ISO_8859_1);
        }
    }

    /// A message with opendkim's signature, lines ended by LF.
    private String signed() throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        Path key = Files.writeString(
                scratch.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + lines.encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                scratch.resolve("keys"),
                "sel._domainkey.signed.test v=DKIM1; k=rsa; p="
                        + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n");
        Files.writeString(scratch.resolve("opendkim.conf"), "TestPublicKeys " + scratch.resolve("keys") + "\nMode v\n");
        List<String> command = List.of(
                Peers.program("opendkim", "opendkim-testmsg").toString(),
                "-d",
                "signed.test",
                "-s",
                "sel",
                "-k",
                key.toString());
        String message = SIGNED.replace("\n", "\r\n");
        return ProgramRun.of(command, message, scratch, SECONDS)
                .succeeded()
                .output()
                .replace("\r\n", "\n");
    }

    private String verified(String message) throws IOException {
        Path file = scratch.resolve("message");
        Files.writeString(file, message.replace("\r\n", "\n").replace("\n", "\r\n"), StandardCharsets.ISO_8859_1);
        List<String> command = List.of(
                Peers.program("opendkim", "opendkim").toString(),
                "-x",
                scratch.resolve("opendkim.conf").toString(),
                "-t",
                file.toString(),
                "-v");
        return ProgramRun.of(command, "", scratch, SECONDS).output();
    }
}
