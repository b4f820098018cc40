package org.postern.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRunner;

/// The dialogues recorded from the real program, against the daemon of the image: both processes, started as root, with
/// configurations made by the real m4 tree and maps made by the real makemap.
class RecordedTranscriptTest {
    private static final int LIMIT_MILLIS = 60_000;

    /// Where we differ on purpose; docs/compatibility.md has the reasons.
    private static final Set<String> OTHERWISE =
            Set.of("plain/expn", "plain/bare-lf-in-commands", "plain/bdat-unknown");

    /// Dialogues in which the server lets the client wait for a minute; the listener's test plays them with a
    /// clock that does not.
    private static final Set<String> SLOW = Set.of("plain/helo-signs", "plain/helo-errors");

    /// What we offer beyond the recorded program.
    private static final Set<String> BEYOND = Set.of("250-CHUNKING", "250-LIMITS RCPTMAX=3");

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void lettingOthersIn() throws Exception {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @TestFactory
    Stream<DynamicContainer> dialogues() {
        return TranscriptProfile.all().stream().map(RecordedTranscriptTest::container);
    }

    private static DynamicContainer container(TranscriptProfile profile) {
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(profile.name()));
        List<SendmailDaemon> running = new ArrayList<>();
        List<String> program = List.of(Image.program("sendmail").toString(), "-ORunAsUser=nobody");
        Stream<DynamicTest> start = Stream.of(DynamicTest.dynamicTest("start", () -> {
            profile.install(folder);
            readableMaps(folder.etc());
            running.add(SendmailDaemon.start(folder, program));
        }));
        Stream<DynamicTest> dialogues = profile.transcripts().stream()
                .filter(transcript -> !OTHERWISE.contains(transcript.name()) && !SLOW.contains(transcript.name()))
                .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> {
                    InetSocketAddress from = new InetSocketAddress(profile.clientAddress(), 0);
                    new TranscriptRunner(profile.variables(), BEYOND)
                            .run(
                                    transcript,
                                    SocketPeer.connect(running.getFirst().address(), from, LIMIT_MILLIS));
                }));
        Stream<DynamicTest> stop =
                Stream.of(DynamicTest.dynamicTest("stop", () -> running.forEach(SendmailDaemon::close)));
        return DynamicContainer.dynamicContainer(
                profile.name(), Stream.of(start, dialogues, stop).flatMap(tests -> tests));
    }

    /// The real makemap gives its files to root alone; the network process is never root.
    private static void readableMaps(Path settings) throws IOException {
        try (DirectoryStream<Path> maps = Files.newDirectoryStream(settings, "*.db")) {
            for (Path map : maps) {
                Files.setPosixFilePermissions(map, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
    }
}
