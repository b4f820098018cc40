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
import java.util.function.BooleanSupplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.os.Accounts;
import org.postern.os.RecentAccounts;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.FileEventLog;
import org.postern.programs.log.LogIdentity;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.HelperStart;
import org.postern.programs.mta.HostLists;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NetworkRuntime;
import org.postern.programs.profile.SystemProfile;
import org.postern.programs.traffic.TrafficMessage;
import org.postern.programs.traffic.TrafficSession;
import org.postern.programs.traffic.TrafficSink;

/// A private server for some seconds: for the cache of the helper, or under load for the cache of the network process.
final class DaemonRehearsal {
    /// The command of `postern` that serves.
    static final String SERVE = "serve-rehearsal";

    /// What for.
    private sealed interface Kind {
        /// A process of its own is recorded while it serves as the helper; it must not do anything else.
        record Helper(List<String> command) implements Kind {}

        /// The network process records what it loads and what is hot, and its cache is made from that. This process is
        /// its helper.
        record Load() implements Kind {}
    }

    private static final int SESSIONS = 16;
    private static final String STRANGER = "127.0.0.2";
    private static final int MESSAGES = 12_000;
    private static final long SEGMENT_BYTES = 16L << 20;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long STEP_NANOS = 10_000_000;

    private final Invocation invocation;
    private final Program makemap;
    private final Clock clock = new SystemClock();

    DaemonRehearsal(Invocation invocation, Program makemap) {
        this.invocation = invocation;
        this.makemap = makemap;
    }

    /// `postern train-helper COMMAND`: serves by the command, which is `postern` with the option that makes the
    /// JVM write an AOT cache.
    int helper(List<String> command) throws InterruptedException {
        return run(new Kind.Helper(command));
    }

    /// `postern train-network`.
    int network() throws InterruptedException {
        return run(new Kind.Load());
    }

    /// `postern serve-rehearsal FOLDER`: is the helper of a server whose files lie there, until it is told to end.
    int serve(Path folder) throws InterruptedException {
        TryFolder place = new TryFolder(folder, "user", new ProfileMaps(makemap, invocation));
        try (FileEventLog log = log(place)) {
            return run(new NetworkRuntime.FromImage(), settings(place), place, log);
        } catch (IOException failed) {
            return RehearsalFolder.failed(invocation, SERVE, failed);
        }
    }

    private int run(Kind kind) throws InterruptedException {
        String command = switch (kind) {
            case Kind.Helper _ -> "train-helper";
            case Kind.Load() -> "train-network";
        };
        return RehearsalFolder.with(invocation, command, folder -> {
            try (TrafficSink sink = new TrafficSink(0)) {
                return rehearse(kind, folder, sink);
            }
        });
    }

    private int rehearse(Kind kind, Path folder, TrafficSink sink) throws IOException, InterruptedException {
        int port = freePort();
        TryFolder place = new TryFolder(folder, "user", new ProfileMaps(makemap, invocation));
        place.prepare(new TryOptions(
                folder.toString(),
                freePort(),
                port,
                Optional.of("127.0.0.1"),
                sink.port(),
                SystemProfile.LOGINS,
                true));
        try (FileEventLog log = log(place)) {
            Thread traffic =
                    Thread.ofPlatform().daemon().name("rehearsal").start(() -> traffic(kind, place, port, sink));
            int code = switch (kind) {
                case Kind.Helper(List<String> command) -> serve(command, folder);
                case Kind.Load() -> runAndCreate(folder.resolve("recording"), settings(place), place, log);
            };
            traffic.join();
            return code;
        }
    }

    private FileEventLog log(TryFolder place) throws IOException {
        return FileEventLog.open(place.log(), clock, LogIdentity.ofThisProcess("localhost", "train"), 9);
    }

    private static DaemonSettings settings(TryFolder place) {
        return new DaemonSettings(
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
    }

    private static int serve(List<String> command, Path folder) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(SERVE, folder.toString()));
        return new ProcessBuilder(all).inheritIO().start().waitFor();
    }

    private int runAndCreate(Path recording, DaemonSettings settings, TryFolder place, EventSink events)
            throws IOException, InterruptedException {
        int code = run(new NetworkRuntime.Recording(recording), settings, place, events);
        return code == 0
                ? new HelperStart(invocation.home(), new NetworkRuntime.FromImage(), clock, invocation.error())
                        .createCache(new NetworkRuntime.Creating(
                                recording, invocation.home().resolve(NetworkRuntime.CACHE)))
                : code;
    }

    /// As the daemon of a host does, with all that the helper can do for it.
    private int run(NetworkRuntime runtime, DaemonSettings settings, TryFolder place, EventSink events)
            throws IOException, InterruptedException {
        DaemonConfiguration.OfHelper read =
                DaemonConfiguration.readInHelper(settings.configuration(), settings.options());
        return new HelperStart(invocation.home(), runtime, clock, invocation.error())
                .run(
                        settings,
                        "",
                        List.of(place.queue().toString()),
                        HostMaps.authorities(read, Accounts.system(), clock, events),
                        Optional.of(HostLists.rules(
                                read.configuration(), new RecentAccounts(Accounts.system(), clock), clock, events)),
                        events);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Sends messages, waits until they have arrived and ends the network process, which ends everything.
    private void traffic(Kind kind, TryFolder place, int port, TrafficSink sink) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        awaitStart(port, deadline);
        switch (kind) {
            case Kind.Load() -> {
                load(port);
                await(deadline, () -> sink.messages() >= MESSAGES / 2);
                invocation.output().println("messages relayed in the rehearsal: " + sink.messages());
                ProcessHandle.current().children().forEach(ProcessHandle::destroy);
            }
            case Kind.Helper _ -> {
                await(deadline, () -> Files.exists(place.mailbox("alice")));
                // the network process ends, and the helper after it
                ProcessHandle.current()
                        .children()
                        .flatMap(ProcessHandle::children)
                        .forEach(ProcessHandle::destroy);
            }
        }
    }

    private static void await(long deadline, BooleanSupplier done) {
        while (!done.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    private void load(int port) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> sessions = new ArrayList<>();
        sessions.add(Thread.ofVirtual().start(() -> stranger(port)));
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
    }

    private static void awaitStart(int port, long deadline) {
        while (System.nanoTime() - deadline < 0) {
            try (TrafficSession client = TrafficSession.plain(port)) {
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
            try (TrafficSession client =
                    number % 50 == 0 ? TrafficSession.encrypted(port) : TrafficSession.plain(port)) {
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

    /// A client whose name only the name service could tell, answer or not: nearly every client of a real server is
    /// one, and what asking takes belongs into the cache as well.
    private void stranger(int port) {
        try (TrafficSession client = TrafficSession.from(InetAddress.ofLiteral(STRANGER), port)) {
            client.reset();
        } catch (IOException failed) {
            invocation.error().println("rehearsal: " + STRANGER + ": " + failed.getMessage());
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
