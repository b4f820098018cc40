package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    /// One connection each: after an attempt that failed the real sendmail forgets the letters at STARTTLS.
    private static final List<String> DIALOGUES =
            List.of(ATTEMPTS, "C: EHLO client.test\nS?\nC: STARTTLS\nS?\nTLS\n" + ATTEMPTS);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a", "c", "d", "f", "m", "p", "y", "p,y", "a m", "pa"})
    void theSameMechanisms(String letters) throws Exception {
        TranscriptProfile profile = TranscriptProfile.named("tls");
        SendmailFolder folder = SendmailFolder.in(scratch);
        profile.install(folder);
        folder.configure(profile.configuration()
                .replaceFirst("(?m)^O AuthOptions=.*", "O AuthOptions=" + letters)
                .replaceFirst("(?m)^O AuthMechanisms=.*", "O AuthMechanisms=" + MECHANISMS));
        List<String> there;
        try (SendmailDaemon real = SendmailDaemon.start(
                folder, List.of(Peers.program("sendmail", "sendmail").toString()))) {
            there = play(profile, real.address());
        }
        try (StockHost host = new StockHost(folder, "")) {
            assertThat(play(profile, host.address())).isEqualTo(there);
        }
    }

    /// Without what is offered for other reasons, and without the challenge of CRAM-MD5.
    private static List<String> play(TranscriptProfile profile, InetSocketAddress server) {
        return DIALOGUES.stream()
                .map(dialogue -> Transcript.parse("letters", "S?\n" + dialogue + "C: QUIT\nS?\nCLOSE"))
                .flatMap(dialogue -> new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient()))
                                .record(
                                        dialogue,
                                        SocketPeer.connect(
                                                server, new InetSocketAddress(profile.clientAddress(), 0), 10_000))
                                .lines()
                                .stream())
                .map(line -> line.source().replaceFirst("^S: 334 PD.*", "S: 334 CHALLENGE"))
                .filter(line -> !line.equals("S: 250-CHUNKING"))
                .toList();
    }
}
