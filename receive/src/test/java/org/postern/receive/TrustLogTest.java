package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Event;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptNormaliser;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRecorder;

/// What the log says about AUTH and TLS, in the lines of the real sendmail.
class TrustLogTest {
    @TempDir
    private Path scratch;

    private List<String> log(String profileName, String dialogue) throws Exception {
        TranscriptProfile profile = TranscriptProfile.named(profileName);
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(profileName));
        profile.install(folder);
        try (StockHost host = new StockHost(folder, "")) {
            InetSocketAddress from = new InetSocketAddress(profile.clientAddress(), 0);
            Transcript _ = new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient()))
                    .record(
                            Transcript.parse(profileName, "S?\n" + dialogue + "C: QUIT\nS?\nCLOSE"),
                            SocketPeer.connect(host.address(), from, 10_000));
            return host.events.stream()
                    .filter(event -> event.logLevel() <= 12)
                    .map(Event::line)
                    .map(line -> line.replaceAll("\\b(test|session)[0-9]{6}\\b", "ID"))
                    .toList();
        }
    }

    @Test
    void ofAuth() throws Exception {
        String relay = "relay=client.good.test [127.0.0.2]";
        List<String> lines = log("auth", """
                C: AUTH PLAIN AGFsaWNlAHdyb25n
                S?
                C: AUTH PLAIN AG5vYm9keQB4
                S?
                C: AUTH PLAIN !!!
                S?
                C: AUTH PLAIN
                S?
                C: hunter2
                S?
                C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
                S?
                C: MAIL FROM:<a@good.test> AUTH=bob
                S?
                """);
        assertThat(lines)
                .contains(
                        "ID: AUTH failure (PLAIN): authentication failure (-13) SASL(-13): authentication failure:"
                                + " Password verification failed, user=alice, " + relay,
                        "ID: AUTH decode64 error [1 for \"[masked]\"], " + relay,
                        "AUTH=server, " + relay + ", authid=alice, mech=PLAIN, bits=0",
                        "ruleset=trust_auth, arg1=bob, " + relay
                                + ", reject=550 5.7.1 <a@good.test>... alice not allowed to act as bob")
                .anyMatch(line -> line.startsWith("ID: AUTH failure (PLAIN): user not found (-20) SASL(-13): user")
                        && line.endsWith(", user=nobody, " + relay))
                .anyMatch(line -> line.matches("AUTH: available mech=.*, allowed mech=.*"))
                .noneMatch(line -> line.contains("hunter2") || line.contains("secret"));
    }

    @Test
    void ofTls() throws Exception {
        String relay = "STARTTLS=server, relay=client.good.test [127.0.0.2], version=TLSv1.3, ";
        assertThat(log("tls", "C: STARTTLS\nS?\nTLS gir\n"))
                .contains(
                        relay + "verify=OK, cipher=TLS_AES_256_GCM_SHA384, bits=256/256",
                        "STARTTLS=server, cert-subject=/C=US/ST=California/O=gshapiro.net/CN=gir.gshapiro.net,"
                                + " cert-issuer=/C=US/ST=California/L=Emeryville/O=gshapiro.net/CN=CA/emailAddress="
                                + "certs@gshapiro.net, verifymsg=ok");
        assertThat(log("tls", "C: STARTTLS\nS?\nTLS\n"))
                .contains(
                        relay + "verify=NO, cipher=TLS_AES_256_GCM_SHA384, bits=256/256",
                        "STARTTLS=server, cert-subject=, cert-issuer=, verifymsg=ok");
    }
}
