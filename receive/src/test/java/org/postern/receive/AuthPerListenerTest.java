package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptNormaliser;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRecorder;

/// The modifiers of DaemonPortOptions about AUTH, and the options that every listener shares, beside the real sendmail.
/// Needs root.
class AuthPerListenerTest {
    private static final String DIALOGUE = """
            S?
            C: EHLO client.test
            S?
            C: MAIL FROM:<a@good.test>
            S?
            C: RCPT TO:<bob@exam.test>
            S?
            C: VRFY bob@exam.test
            S?
            C: RSET
            S?
            C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
            S?
            C: MAIL FROM:<a@good.test>
            S?
            C: RCPT TO:<bob@exam.test>
            S?
            C: QUIT
            S?
            CLOSE""";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({"'', ''", "', M=a', ''", "', M=A', ''", "'', 'p'", "'', 'm y'", "', M=a', 'A,p'"})
    void theSameDialogue(String modifiers, String letters) throws Exception {
        TranscriptProfile profile = TranscriptProfile.named("auth");
        SendmailFolder folder = SendmailFolder.in(scratch);
        profile.install(folder);
        folder.configure(RealSendmail.cf(profile.mc()
                .replace("Name=MTA'", "Name=MTA" + modifiers + "'")
                .replace("MAILER(`local')", "define(`confAUTH_OPTIONS', `" + letters + "')dnl\nMAILER(`local')")));
        String there;
        try (SendmailDaemon real = RealSendmail.daemon(folder)) {
            there = said(profile, real.address());
        }
        try (StockHost host = new StockHost(folder, "")) {
            assertThat(said(profile, host.address())).isEqualTo(there);
        }
    }

    private static String said(TranscriptProfile profile, InetSocketAddress server) {
        return new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient()))
                .record(
                        Transcript.parse("listener", DIALOGUE),
                        SocketPeer.connect(server, new InetSocketAddress(profile.clientAddress(), 0), 10_000))
                .text()
                .lines()
                .filter(line -> !line.contains("CHUNKING") && !line.contains("LIMITS"))
                .collect(Collectors.joining("\n"));
    }
}
