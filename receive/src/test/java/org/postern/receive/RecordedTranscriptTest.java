package org.postern.receive;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRunner;

/// The dialogues recorded from the real program, against a real listener with the same configurations.
class RecordedTranscriptTest {
    private static final int LIMIT_MILLIS = 10_000;

    /// Where we differ on purpose: EXPN does not show strangers the files and programs behind an alias; a CR inside
    /// of a refused command is shown as a blank; AUTH before STARTTLS does not count after it; an alert says
    /// why TLS did not begin; a long text of a rule set is not cut.
    private static final Set<String> OTHERWISE = Set.of(
            "plain/expn",
            "plain/bare-lf-in-commands",
            "plain/bdat-unknown",
            "tls/auth-kept",
            "tls/names-subject",
            "tls/no-handshake",
            "tls-port/clear");

    /// What the recorded program does not have.
    private static final Set<String> BEYOND = Set.of("250-CHUNKING", "250-LIMITS RCPTMAX=3");

    @TempDir
    private static Path scratch;

    @TestFactory
    Stream<DynamicContainer> dialogues() {
        return TranscriptProfile.all().stream()
                .map(profile -> DynamicContainer.dynamicContainer(profile.name(), tests(profile)));
    }

    private static Stream<DynamicTest> tests(TranscriptProfile profile) {
        List<Transcript> transcripts = profile.transcripts().stream()
                .filter(transcript -> !OTHERWISE.contains(transcript.name()))
                .toList();
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(profile.name()));
        profile.install(folder);
        return Stream.concat(
                transcripts.stream()
                        .map(transcript ->
                                DynamicTest.dynamicTest(transcript.name(), () -> run(profile, folder, transcript))),
                Stream.of(DynamicTest.dynamicTest(
                        profile.name() + ": refusals are explained", () -> RefusalsExplained.check(profile, folder))));
    }

    private static void run(TranscriptProfile profile, SendmailFolder folder, Transcript transcript) throws Exception {
        try (StockHost host = new StockHost(folder, "")) {
            InetSocketAddress from = new InetSocketAddress(profile.clientAddress(transcript), 0);
            new TranscriptRunner(profile.variables(transcript), BEYOND)
                    .run(transcript, SocketPeer.connect(host.address(), from, LIMIT_MILLIS));
        }
    }
}
