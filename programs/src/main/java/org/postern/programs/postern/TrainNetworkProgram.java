package org.postern.programs.postern;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.helper.ClassTexts;
import org.postern.helper.FileAuthority;
import org.postern.helper.MapAuthority;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.FileEventLog;
import org.postern.programs.log.LogIdentity;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.HelperStart;
import org.postern.programs.mta.NetworkRuntime;
import org.postern.programs.traffic.TrafficMessage;
import org.postern.programs.traffic.TrafficSession;
import org.postern.programs.traffic.TrafficSink;

/// `postern train-network`: runs a private server under load for a few seconds while its network process
/// records what it loads and what is hot, and makes the AOT cache of the network process from that. The build
/// calls it.
final class TrainNetworkProgram {
    private static final int SESSIONS = 16;
    private static final int MESSAGES = 12_000;
    private static final long SEGMENT_BYTES = 16L << 20;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long STEP_NANOS = 10_000_000;

    private final Invocation invocation;
    private final Program makemap;
    private final Clock clock = new SystemClock();

    TrainNetworkProgram(Invocation invocation, Program makemap) {
        this.invocation = invocation;
        this.makemap = makemap;
    }

    int run() throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("postern-train");
            try (TrafficSink sink = new TrafficSink(0)) {
                return rehearse(folder, sink);
            } finally {
                TrainProgram.remove(folder);
            }
        } catch (IOException failed) {
            invocation.error().println("postern train-network: " + failed.getMessage());
            return SysExit.IO_ERROR.code();
        }
    }

    private int rehearse(Path folder, TrafficSink sink) throws IOException, InterruptedException {
        int port = freePort();
        TryFolder place = new TryFolder(folder, "user", new ProfileMaps(makemap, invocation));
        place.prepare(new TryOptions(
                folder.toString(), freePort(), port, Optional.of("127.0.0.1"), sink.port(), InitProfile.LOGINS, true));
        DaemonSettings settings = new DaemonSettings(
                place.configuration(),
                List.of(),
                "train",
                Optional.of(place.log()),
                Optional.empty(),
                Optional.of(place.users()),
                place.mailboxes(),
                true,
                true,
                SEGMENT_BYTES,
                0);
        try (FileEventLog log =
                FileEventLog.open(place.log(), clock, LogIdentity.ofThisProcess("localhost", "train"), 9)) {
            Thread traffic = Thread.ofPlatform().daemon().name("rehearsal").start(() -> traffic(port, sink));
            Path recording = folder.resolve("recording");
            HelperStart start = new HelperStart(
                    invocation.home(), new NetworkRuntime.Recording(recording), clock, invocation.error());
            int code = start.run(
                    settings,
                    "",
                    List.of(place.queue().toString()),
                    MapAuthority.NONE,
                    FileAuthority.NONE,
                    ClassTexts.NONE,
                    Optional.empty(),
                    log);
            traffic.join();
            if (code != 0) {
                return code;
            }
            return start.createCache(
                    new NetworkRuntime.Creating(recording, invocation.home().resolve(NetworkRuntime.CACHE)));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Sends the messages, waits until they have arrived and ends the network process, which ends everything.
    private void traffic(int port, TrafficSink sink) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        AtomicInteger next = new AtomicInteger();
        awaitStart(port, deadline);
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(Thread.ofVirtual().start(() -> session(port, next)));
        }
        try {
            for (Thread session : sessions) {
                session.join();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        while (sink.messages() < MESSAGES / 2 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        invocation.output().println("messages relayed in the rehearsal: " + sink.messages());
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
    }

    private static void awaitStart(int port, long deadline) {
        while (System.nanoTime() - deadline < 0) {
            try (TrafficSession client = new TrafficSession(port)) {
                boolean _ = client.send(TrafficMessage.of("alice@localhost", 200));
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(STEP_NANOS);
            }
        }
    }

    private void session(int port, AtomicInteger next) {
        int number = next.getAndIncrement();
        while (number < MESSAGES) {
            try (TrafficSession client = new TrafficSession(port)) {
                // short sessions and long ones
                int last = number + (number % 5 == 0 ? 40 : 1);
                for (; number < last && number < MESSAGES; number = next.getAndIncrement()) {
                    boolean _ = client.send(TrafficMessage.of(recipient(number), number % 10 == 0 ? 20_000 : 3000));
                }
            } catch (IOException failed) {
                invocation.error().println("rehearsal: " + failed.getMessage());
                return;
            }
        }
    }

    private static String recipient(int number) {
        return switch (number % 20) {
            case 0 -> "alice@localhost";
            case 1 -> "everyone@localhost";
            case 2 -> "nobody-here@localhost";
            default -> "somebody" + number % 100 + "@sink.test";
        };
    }
}
