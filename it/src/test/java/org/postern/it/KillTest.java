package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FreePorts;

/// The first promise: no accepted message is lost, whatever happens to the processes.
class KillTest {
    private static final int KILLS = 20;
    private static final int SESSIONS = 10;
    private static final int MOST_ACCEPTED_BEFORE_KILL = 400;

    /// Deliveries that may be under way at once to one destination (20), and reports of success that were still in
    /// memory: what may be delivered twice after one kill.
    private static final int IN_FLIGHT = 20 + SESSIONS;

    private static final String PADDING = "x".repeat(72).concat("\r\n").repeat(50);

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();

    @TempDir
    Path scratch;

    /// Root's servers run as nobody, who must be able to enter.
    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// QUE-01: kills of both processes under load.
    @Test
    void everyAcknowledgedMessageSurvivesTwentyKills() throws IOException, InterruptedException {
        Path folder = scratch.resolve("try");
        Random random = new Random(20261125);
        List<Integer> ports = FreePorts.find(2);
        try (RecordingSink sink = new RecordingSink()) {
            String relay = "127.0.0.1:" + sink.port();
            for (int round = 0; round < KILLS; round++) {
                TryServer server = TryServer.start(folder, ports.get(0), ports.get(1), "--quiet", "--relay-to", relay);
                server.awaitServing();
                loadUntil(server, 1 + random.nextInt(MOST_ACCEPTED_BEFORE_KILL));
            }
            try (TryServer last = TryServer.start(folder, ports.get(0), ports.get(1), "--quiet", "--relay-to", relay)) {
                last.awaitServing();
                last.await("all " + accepted.size() + " acknowledged messages", () -> sink.hasAll(accepted));
            }
            Map<String, Integer> received = sink.received();
            assertThat(accepted).isNotEmpty();
            assertThat(received.keySet()).containsAll(accepted);
            int twice = 0;
            for (int count : received.values()) {
                twice += count - 1;
            }
            assertThat(twice).as("messages delivered more than once").isLessThanOrEqualTo(KILLS * IN_FLIGHT);
            System.out.println("kill test: " + accepted.size() + " acknowledged, " + received.size() + " received, "
                    + twice + " duplicates after " + KILLS + " kills");
        }
    }

    /// Sends with several sessions, and kills both processes as soon as so many messages are acknowledged.
    private void loadUntil(TryServer server, int enough) throws InterruptedException {
        int target = accepted.size() + enough;
        CountDownLatch reached = new CountDownLatch(1);
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(Thread.ofVirtual().start(() -> session(server, target, reached)));
        }
        server.await("acknowledged messages", () -> reached.getCount() == 0);
        server.killBoth();
        for (Thread session : sessions) {
            session.join();
        }
    }

    private void session(TryServer server, int target, CountDownLatch reached) {
        try (Sender sender = new Sender(server.submissionPort())) {
            while (true) {
                String name = "message-" + number.incrementAndGet();
                if (sender.send(name, "sink@sink.example", PADDING).startsWith("250")) {
                    accepted.add(name);
                }
                if (accepted.size() >= target) {
                    reached.countDown();
                }
            }
        } catch (IOException killed) {
            // The end of this session: what was not acknowledged may or may not arrive.
        }
    }
}
