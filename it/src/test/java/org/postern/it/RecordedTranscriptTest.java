package org.postern.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRunner;

/// The dialogues recorded from the real program, against the daemon of the image: both processes, started as root, with
/// configurations made by the real m4 tree and maps made by the real makemap. Most of it is waiting for delays of the
/// server, so it runs beside the other classes.
@Execution(ExecutionMode.CONCURRENT)
class RecordedTranscriptTest {
    private static final int LIMIT_MILLIS = 60_000;

    /// Where we differ on purpose; docs/compatibility.md has the reasons.
    private static final Set<String> OTHERWISE = Set.of(
            "plain/expn",
            "plain/bare-lf-in-commands",
            "plain/bdat-unknown",
            "tls/auth-kept",
            "tls/names-subject",
            "tls/no-handshake",
            "tls-port/clear");

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

    /// A daemon takes a second or two to start, so several work at the same time.
    @TestFactory
    Stream<DynamicContainer> dialogues() {
        ExecutorService hosts =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() + 1);
        List<DynamicContainer> all = TranscriptProfile.all().stream()
                .map(profile -> container(profile, hosts))
                .toList();
        hosts.shutdown();
        return all.stream();
    }

    private static DynamicContainer container(TranscriptProfile profile, ExecutorService hosts) {
        List<Transcript> transcripts = profile.transcripts().stream()
                .filter(transcript -> !OTHERWISE.contains(transcript.name()) && !SLOW.contains(transcript.name()))
                .toList();
        Future<Map<String, Optional<Throwable>>> played = hosts.submit(() -> play(profile, transcripts));
        return DynamicContainer.dynamicContainer(
                profile.name(),
                transcripts.stream()
                        .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> {
                            Optional<Throwable> failure =
                                    Objects.requireNonNull(played.get().get(transcript.name()));
                            if (failure.isPresent()) {
                                throw failure.get();
                            }
                        })));
    }

    /// Plays the dialogues one after the other against a daemon of their own.
    ///
    /// @return what was wrong with each, by its name
    private static Map<String, Optional<Throwable>> play(TranscriptProfile profile, List<Transcript> transcripts)
            throws IOException {
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(profile.name()));
        profile.install(folder);
        readableMaps(folder.etc());
        folder.file("postern.conf", "SelfMadeCertificate=no\n");
        List<String> program = List.of(Image.program("sendmail").toString(), "-ORunAsUser=nobody");
        Map<String, Optional<Throwable>> results = new HashMap<>();
        try (SendmailDaemon daemon = SendmailDaemon.start(folder, program)) {
            for (Transcript transcript : transcripts) {
                InetSocketAddress from = new InetSocketAddress(profile.clientAddress(transcript), 0);
                TranscriptRunner runner = new TranscriptRunner(profile.variables(transcript), BEYOND);
                results.put(
                        transcript.name(),
                        failure(() ->
                                runner.run(transcript, SocketPeer.connect(daemon.address(), from, LIMIT_MILLIS))));
            }
        }
        return results;
    }

    private static Optional<Throwable> failure(Runnable dialogue) {
        try {
            dialogue.run();
            return Optional.empty();
        } catch (AssertionError | RuntimeException different) {
            return Optional.of(different);
        }
    }

    /// The real makemap gives its files to root alone; the network process is never root.
    private static void readableMaps(Path settings) throws IOException {
        try (DirectoryStream<Path> maps = Files.newDirectoryStream(settings, "*.db")) {
            for (Path map : maps) {
                Files.setPosixFilePermissions(map, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        Path secrets = settings.resolve("sasldb2");
        if (Files.exists(secrets)) {
            // As under sendmail, whoever serves reads it when somebody authenticates.
            Files.setOwner(
                    secrets,
                    secrets.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
    }
}
