package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The recorded dialogues against the real sendmail: what they say is what it says.
///
/// With `-Dpostern.record=true` the transcripts are recorded anew and written to the source folder; then the
/// index is written as well. With `-Dpostern.record=new` only those that still have a reply to record are played
/// at all.
class RecordedTranscriptsTest {
    private static final boolean ONLY_NEW =
            System.getProperty("postern.record", "").equals("new");
    private static final boolean RECORD = ONLY_NEW || Boolean.getBoolean("postern.record");
    private static final int LIMIT_MILLIS = 60_000;

    /// Dialogues in which the server lets the client wait for a quarter of a minute or a whole one. They go on beside
    /// all others.
    private static final Set<String> SLOW = Set.of("plain/helo-signs", "plain/helo-errors");

    @TempDir
    static Path scratch;

    @TestFactory
    Stream<DynamicContainer> sayWhatTheRealSendmailSays() throws IOException {
        if (RECORD) {
            Files.writeString(sources().resolve("index"), String.join("\n", listed()) + "\n");
            Files.writeString(classPathFolder().resolve("index"), String.join("\n", listed()) + "\n");
        }
        List<DynamicTest> slow = slowOnes();
        Stream<DynamicContainer> others = TranscriptProfile.all().stream()
                .filter(profile -> profile.transcripts().stream().anyMatch(RecordedTranscriptsTest::isPlayed))
                .map(this::container);
        return Stream.concat(others, Stream.of(DynamicContainer.dynamicContainer("slow", slow)));
    }

    /// Begins to play the slow dialogues, each against a daemon of its own; the tests wait for their ends.
    private static List<DynamicTest> slowOnes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (TranscriptProfile profile : TranscriptProfile.all()) {
            for (Transcript transcript : profile.transcripts()) {
                if (SLOW.contains(transcript.name()) && isPlayed(transcript)) {
                    FutureTask<Boolean> whole = new FutureTask<>(() -> playAlone(profile, transcript), true);
                    Thread.ofPlatform().daemon().start(whole);
                    tests.add(DynamicTest.dynamicTest(transcript.name(), () -> whole.get()));
                }
            }
        }
        return tests;
    }

    private static void playAlone(TranscriptProfile profile, Transcript transcript) {
        SendmailFolder folder =
                SendmailFolder.in(scratch.resolve(transcript.name().replace('/', '-')));
        profile.install(folder);
        try (SendmailDaemon daemon = RealSendmail.daemon(folder)) {
            play(profile, transcript, daemon);
        }
    }

    private static boolean isPlayed(Transcript transcript) {
        return !ONLY_NEW || transcript.lines().stream().anyMatch(Transcript.ToRecord.class::isInstance);
    }

    @Test
    void haveAnIndexThatIsWhole() throws IOException {
        assertThat(Files.readAllLines(sources().resolve("index"))).isEqualTo(listed());
        assertThat(TranscriptProfile.all().stream()
                        .mapToInt(profile -> profile.transcripts().size())
                        .sum())
                .isGreaterThanOrEqualTo(200);
    }

    private DynamicContainer container(TranscriptProfile profile) {
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(profile.name()));
        List<SendmailDaemon> running = new ArrayList<>();
        Stream<DynamicTest> start = Stream.of(DynamicTest.dynamicTest("start", () -> {
            profile.install(folder);
            running.add(RealSendmail.daemon(folder));
        }));
        Stream<DynamicTest> dialogues = profile.transcripts().stream()
                .filter(transcript -> isPlayed(transcript) && !SLOW.contains(transcript.name()))
                .map(transcript -> DynamicTest.dynamicTest(
                        transcript.name(), () -> play(profile, transcript, running.getFirst())));
        Stream<DynamicTest> stop =
                Stream.of(DynamicTest.dynamicTest("stop", () -> running.forEach(SendmailDaemon::close)));
        return DynamicContainer.dynamicContainer(
                profile.name(), Stream.of(start, dialogues, stop).flatMap(tests -> tests));
    }

    private static void play(TranscriptProfile profile, Transcript transcript, SendmailDaemon daemon) {
        InetSocketAddress from = new InetSocketAddress(profile.clientAddress(transcript), 0);
        TranscriptPeer peer = SocketPeer.connect(daemon.address(), from, LIMIT_MILLIS);
        if (RECORD) {
            TranscriptRecorder recorder =
                    new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient(transcript)));
            write(recorder.record(transcript, peer));
        } else {
            new TranscriptRunner(profile.variables(transcript)).run(transcript, peer);
        }
    }

    private static void write(Transcript transcript) {
        try {
            Path file = sources().resolve(transcript.name() + ".transcript");
            Files.writeString(file, transcript.text(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path sources() {
        return Peers.checkout().resolve("testkit/src/main/resources/transcripts");
    }

    private static Path classPathFolder() {
        return Path.of(Objects.requireNonNull(TranscriptProfile.class.getResource("/transcripts/index"))
                        .getPath())
                .resolveSibling(".");
    }

    /// All files of all profiles, sorted.
    private static List<String> listed() throws IOException {
        try (Stream<Path> files = Files.walk(sources(), 2)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> sources().relativize(file).toString())
                    .filter(name -> name.indexOf('/') > 0)
                    .sorted()
                    .toList();
        }
    }
}
