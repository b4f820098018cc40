package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Event;
import org.postern.testkit.Peers;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.SyslogSocket;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptNormaliser;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRecorder;

/// The lines about AUTH and STARTTLS in the log, compared with those that the real sendmail writes in the same
/// sessions, with the same passwords and certificates, at two log levels. Needs root.
class TrustLogAgainstSendmailTest {
    private static final Pattern TRUST = Pattern.compile("AUTH|STARTTLS|tls_|cert|ruleset=");
    private static final Pattern OWN_STEPS =
            Pattern.compile("^STARTTLS: (CRLFile missing|ServerCertFile missing|TLS cert verify)|, init=1$"
                    + "|^STARTTLS=server, Diffie-Hellman init|^tls_srv_features=(\\(null\\)|empty)");
    private static final String LOGIN = "C: AUTH PLAIN ";
    private static final String MAIL = "C: MAIL FROM:<a@good.test>%s\nS?\nC: RCPT TO:<bob@exam.test>\nS?\n";
    private static final List<String> AUTH = List.of(
            LOGIN + "AGFsaWNlAHNlY3JldA==\nS?\n" + MAIL.formatted(" AUTH=bob"),
            LOGIN + "AGFsaWNlAHNlY3JldA==\nS?\n" + MAIL.formatted(" AUTH=alice"),
            LOGIN + "Ym9iAGFsaWNlAHNlY3JldA==\nS?\n",
            LOGIN + "AGFsaWNlAHdyb25n\nS?\n",
            LOGIN + "AG5vYm9keQB4\nS?\n",
            LOGIN + "AAAA\nS?\n",
            LOGIN + "!!!\nS?\n",
            "C: AUTH PLAIN\nS?\nC: *\nS?\n",
            "C: AUTH FOO\nS?\n",
            "C: AUTH LOGIN\nS?\nC: YWxpY2U=\nS?\nC: c2VjcmV0\nS?\n",
            "C: AUTH LOGIN\nS?\nC: YWxpY2U=\nS?\nC: d3Jvbmc=\nS?\n",
            "SASL CRAM-MD5 alice secret\nS?\n",
            "SASL CRAM-MD5 alice wrong\nS?\n",
            "SASL CRAM-MD5 nobody wrong\nS?\n",
            "SASL DIGEST-MD5:auth-conf alice secret\nS?\n",
            "SASL DIGEST-MD5 alice wrong\nS?\n",
            "C: AUTH ANONYMOUS dHJhY2U=\nS?\n",
            MAIL.formatted(" AUTH=bob"));
    private static final List<String> TLS = List.of(
            "C: STARTTLS\nS?\nTLS\nC: EHLO client.test\nS?\n" + MAIL.formatted(""),
            "C: STARTTLS\nS?\nTLS gir\n",
            "C: STARTTLS\nS?\nTLS stranger\n",
            "C: STARTTLS\nS?\nTLS other\nC: AUTH EXTERNAL =\nS?\n");

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({"auth, 9", "auth, 14", "tls, 9", "tls, 14"})
    void theSameLines(String name, int level) throws Exception {
        TranscriptProfile profile = TranscriptProfile.named(name);
        SendmailFolder folder = SendmailFolder.in(scratch);
        profile.install(folder);
        List<String> dialogues = name.equals("auth") ? AUTH : TLS;
        assertThat(here(profile, folder, dialogues, level)).isEqualTo(there(profile, folder, dialogues, level));
    }

    private static List<String> there(
            TranscriptProfile profile, SendmailFolder folder, List<String> dialogues, int level) {
        try (SyslogSocket log = SyslogSocket.in(folder)) {
            String sendmail = Peers.program("sendmail", "sendmail").toString();
            try (SendmailDaemon real = SendmailDaemon.start(folder, List.of(sendmail, "-OLogLevel=" + level))) {
                play(profile, real.address(), dialogues);
            }
            return comparable(log.atTheEnd());
        }
    }

    private static List<String> here(
            TranscriptProfile profile, SendmailFolder folder, List<String> dialogues, int level) throws Exception {
        try (StockHost host = new StockHost(folder, "")) {
            play(profile, host.address(), dialogues);
            return comparable(host.events.stream()
                    .filter(event -> event.logLevel() <= level)
                    .map(Event::line)
                    .toList());
        }
    }

    private static void play(TranscriptProfile profile, InetSocketAddress server, List<String> dialogues) {
        InetSocketAddress from = new InetSocketAddress(profile.clientAddress(), 0);
        for (String dialogue : dialogues) {
            Transcript _ = new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient()))
                    .record(
                            Transcript.parse("log", "S?\nC: EHLO client.test\nS?\n" + dialogue + "C: QUIT\nS?\nCLOSE"),
                            SocketPeer.connect(server, from, 10_000));
        }
    }

    /// Each line once: the daemon was asked whether it listens. Without the lines of the real sendmail about its own
    /// steps, and with a word for what a library knows and what we mask.
    private static List<String> comparable(List<String> lines) {
        Set<String> kept = new TreeSet<>();
        for (String line : lines) {
            if (TRUST.matcher(line).find() && !OWN_STEPS.matcher(line).find()) {
                kept.add(line.replaceFirst("^([0-9A-Za-z]{14}|(test|session)[0-9]{6}): ", "ID: ")
                        .replaceFirst("available mech=[^,]*", "available mech=LIST")
                        .replaceFirst("DIGEST-MD5(.*), user=[^,]*,", "DIGEST-MD5$1, user=WHO,")
                        .replaceFirst("(decode64 error \\[1 for )\"[^\"]*\"", "$1VALUE"));
            }
        }
        return List.copyOf(kept);
    }
}
