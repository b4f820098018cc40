package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.testkit.Peers;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptNormaliser;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRecorder;

/// Each letter of AuthOptions: what a server then offers, takes and refuses, in the clear and in TLS, beside the
/// running
/// real sendmail with the same configuration and passwords. Needs root.
class AuthOptionsAgainstSendmailTest {
    private static final String MECHANISMS = "SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN ANONYMOUS";
    private static final String ATTEMPTS = "C: EHLO client.test\nS?\nC: AUTH PLAIN AGFsaWNlAHdyb25n\nS?\n"
            + "C: AUTH CRAM-MD5\nS?\nC: *\nS?\nC: AUTH ANONYMOUS\nS?\nC: *\nS?\n"
            + "C: MAIL FROM:<a@good.test> AUTH=<>\nS?\nC: RSET\nS?\n";
    private static final String LAYERS = "C: EHLO client.test\nS?\nC: AUTH DIGEST-MD5\nS?\nC: *\nS?\n";

    @TempDir
    private Path scratch;

    /// AuthMaxBits, as the layers that DIGEST-MD5 then offers: TLS takes from the bits that there are.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 56, 128, 257, 384})
    void theSameLayers(int bits) throws Exception {
        compare("O AuthMaxBits=" + bits, LAYERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a", "c", "d", "f", "m", "p", "y", "p,y", "am"})
    void theSameMechanisms(String letters) throws Exception {
        compare("O AuthOptions=" + letters, ATTEMPTS);
    }

    private void compare(String option, String attempts) throws Exception {
        TranscriptProfile profile = TranscriptProfile.named("tls");
        SendmailFolder folder = SendmailFolder.in(scratch);
        profile.install(folder);
        folder.configure(profile.configuration()
                        .replaceFirst("(?m)^O AuthOptions=.*\n", "")
                        .replaceFirst("(?m)^O AuthMechanisms=.*", "O AuthMechanisms=" + MECHANISMS)
                + option + "\n");
        List<String> there;
        try (SendmailDaemon real = SendmailDaemon.start(
                folder, List.of(Peers.program("sendmail", "sendmail").toString()))) {
            there = play(profile, real.address(), attempts);
        }
        try (StockHost host = new StockHost(folder, "")) {
            assertThat(play(profile, host.address(), attempts)).isEqualTo(there);
        }
    }

    /// In the clear, then in TLS; with one connection each, because after an attempt that failed the real sendmail
    /// forgets the letters at STARTTLS. Without what is offered for other reasons, and what is new each time.
    private static List<String> play(TranscriptProfile profile, InetSocketAddress server, String attempts) {
        return Stream.of(attempts, "C: EHLO client.test\nS?\nC: STARTTLS\nS?\nTLS\n" + attempts)
                .map(dialogue -> Transcript.parse("letters", "S?\n" + dialogue + "C: QUIT\nS?\nCLOSE"))
                .flatMap(dialogue -> new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient()))
                                .record(
                                        dialogue,
                                        SocketPeer.connect(
                                                server, new InetSocketAddress(profile.clientAddress(), 0), 10_000))
                                .lines()
                                .stream())
                .map(line -> comparable(line.source()))
                .filter(line -> !line.equals("S: 250-CHUNKING"))
                .toList();
    }

    private static String comparable(String line) {
        if (!line.startsWith("S: 334 ")) {
            return line;
        }
        String challenge = Ascii.text(Base64.getDecoder().decode(line.substring(7)));
        return "S: 334 " + challenge.replaceFirst("nonce=\"[^\"]*\"", "nonce").replaceFirst("^<\\d+\\.\\d+@", "<TIME@");
    }
}
