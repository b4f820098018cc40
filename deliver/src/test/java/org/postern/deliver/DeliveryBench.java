package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.LookupResult;
import org.postern.cf.MemoryFiles;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.StartingPoint;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeBuilder;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.queue.MailQueue;
import org.postern.testkit.FakeClock;

/// Everything that a delivery needs, made of fakes and of the real rules of `small.cf`; messages are delivered on the
/// thread of the test.
final class DeliveryBench implements AutoCloseable {
    final FakeClock clock = new FakeClock();
    final ZoneTable dns = new ZoneTable();
    final ListQueue queue = new ListQueue();
    final Map<String, String> aliases = new HashMap<>();
    final Set<String> accounts = new HashSet<>(Set.of("alice", "bob", "carol", "postmaster"));
    final Map<String, List<String>> mailboxes = new HashMap<>();
    final Map<String, HelperAnswer> mailboxAnswers = new HashMap<>();
    final Map<String, UserFiles.Forwarding> forwardings = new HashMap<>();
    final Map<String, ListOrigin> members = new ConcurrentHashMap<>();
    final Map<String, HelperAnswer> memberAnswers = new HashMap<>();
    /// What programs of mailers were asked to do.
    final List<HelperRequest.RunMailer> runs = new CopyOnWriteArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    int deadLetterRoom = 1;
    private static final int DETAILS = 10;

    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final DeliverService service;
    private final ClientProtection protection;
    private final Optional<HostStatusDirectory> statusFiles;
    volatile boolean mailboxFault;
    private Optional<MailerTalks> talks = Optional.empty();
    private volatile Runnable tried = () -> {};
    private int next;

    DeliveryBench(int port) {
        this(port, "", DeliveryLimits.defaults());
    }

    DeliveryBench(int port, String moreCf, DeliveryLimits limits) {
        this(port, moreCf, limits, Optional.empty());
    }

    /// @param port of the next hop
    /// @param moreCf lines before the rules of `small.cf`
    /// @param other a queue to take messages from, in place of the list
    DeliveryBench(int port, String moreCf, DeliveryLimits limits, Optional<MailQueue> other) {
        this(port, moreCf, limits, other, ClientProtection.NONE, Optional.empty());
    }

    private DeliveryBench(
            int port,
            String moreCf,
            DeliveryLimits limits,
            Optional<MailQueue> other,
            ClientProtection protection,
            Optional<HostStatusDirectory> statusFiles) {
        this.protection = protection;
        this.statusFiles = statusFiles;
        String text = resource("small.cf").replace("PORT", Integer.toString(port));
        ConfigurationReader reader = new ConfigurationReader(
                new MemoryFiles(Map.of()), StartingPoint.of("mx.exam.test", "mx", List.of(), "8.17.1"));
        Configuration configuration = reader.readText(
                "small.cf", text.replace("SCanonify=3\n", moreCf + "SCanonify=3\n"), ConfigurationOverrides.NONE);
        if (configuration.hasErrors()) {
            throw new AssertionError(configuration.diagnostics().toString());
        }
        RewriteEngine engine = new RewriteEngine(configuration, _ -> Optional.empty(), RewriteLimits.STANDARD);
        service = service(configuration, engine, limits, other.orElse(queue));
    }

    /// Deliveries with host status files.
    DeliveryBench(int port, String moreCf, MailQueue other, HostStatusDirectory files) {
        this(port, moreCf, DeliveryLimits.defaults(), Optional.of(other), ClientProtection.NONE, Optional.of(files));
    }

    /// Deliveries that are protected.
    DeliveryBench(int port, String moreCf, ClientProtection protection) {
        this(port, moreCf, DeliveryLimits.defaults(), Optional.empty(), protection, Optional.empty());
    }

    /// Deliveries by another configuration.
    DeliveryBench(Configuration configuration, RewriteEngine engine) {
        protection = ClientProtection.NONE;
        statusFiles = Optional.empty();
        service = service(configuration, engine, DeliveryLimits.defaults(), queue);
    }

    private DeliverService service(
            Configuration configuration, RewriteEngine engine, DeliveryLimits limits, MailQueue from) {
        HopSettings configured = DeliverService.hopSettings(configuration, true);
        HopSettings hops = new HopSettings(
                configured.fallbackExchanger(),
                configured.fallbackSmartHost(),
                configured.useHostWhenBestExchanger(),
                true,
                true,
                configured.chunking());
        return new DeliverService(configuration, engine, neighbours(from), hops, limits);
    }

    private DeliveryNeighbours neighbours(MailQueue from) {
        return new DeliveryNeighbours(
                from,
                dns,
                dns,
                name -> aliases.containsKey(name)
                        ? new LookupResult.Found(aliases.getOrDefault(name, ""))
                        : LookupResult.NotFound.INSTANCE,
                user -> accounts.contains(user) ? LocalUsers.Answer.KNOWN : LocalUsers.Answer.UNKNOWN,
                origin -> forwardings.getOrDefault(listName(origin), UserFiles.Forwarding.None.INSTANCE),
                this::deliverToMailbox,
                this::deliverToMember,
                this::runMailer,
                request -> talks.orElseThrow().begin(request),
                this::keepDeadLetter,
                new ControllingUser("mail", 8, 8, ""),
                clock,
                ZoneOffset.UTC,
                new SplittableRandom(1),
                statusFiles,
                protection,
                DeliveryBench::read,
                this::event);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void event(Event event) {
        events.add(event);
        if (event instanceof DeliveryAttempted) {
            tried.run();
        }
    }

    /// Runs after each attempt.
    void talks(MailerTalks helper) {
        talks = Optional.of(helper);
    }

    void whenTried(Runnable action) {
        tried = action;
    }

    static String resource(String name) {
        try (InputStream in = DeliveryBench.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return Ascii.text(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String listName(ListOrigin origin) {
        return origin.includes().isEmpty() ? origin.name() : origin.includes().getLast();
    }

    private HelperAnswer deliverToMember(HelperRequest.DeliverToMember request, InputStream message) {
        members.put(request.member(), request.origin());
        HelperAnswer answer = memberAnswers.get(request.member());
        return answer == null ? new HelperAnswer.Delivered("2.0.0", "Sent") : answer;
    }

    private HelperAnswer runMailer(HelperRequest.RunMailer request, InputStream message) {
        runs.add(request);
        return new HelperAnswer.Delivered("2.0.0", "Sent");
    }

    private HelperAnswer keepDeadLetter(HelperRequest.KeepDeadLetter request, InputStream message) {
        try {
            if (deadLetters.size() >= deadLetterRoom) {
                return new HelperAnswer.Refused("/var/dead.letter: Regular files only");
            }
            deadLetters.add("From " + request.sender() + "\n" + Ascii.text(message.readAllBytes()));
            return new HelperAnswer.Delivered("2.0.0", "/var/dead.letter");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HelperAnswer deliverToMailbox(HelperRequest.DeliverToMailbox request, InputStream message) {
        if (mailboxFault) {
            throw new IllegalStateException("a fault for the test");
        }
        try {
            HelperAnswer answer = mailboxAnswers.get(request.user());
            if (answer != null) {
                return answer;
            }
            String text = Ascii.text(message.readAllBytes());
            mailboxes
                    .computeIfAbsent(request.user(), _ -> new ArrayList<>())
                    .add("From " + request.sender() + "\n" + text);
            return new HelperAnswer.Delivered("2.1.5", "ok");
        } catch (IOException e) {
            return new HelperAnswer.Temporary(SysExit.IO_ERROR, "4.3.0", "the message cannot be read");
        }
    }

    /// A message from `sender@from.test` that arrived now.
    Envelope envelope(String... recipients) {
        return builder(recipients).build();
    }

    EnvelopeBuilder builder(String... recipients) {
        List<Recipient> list = new ArrayList<>();
        for (String recipient : recipients) {
            list.add(Recipient.of(recipient));
        }
        return Envelope.builder(new QueueId("msg" + ++next))
                .arrivedSeconds(clock.epochSeconds())
                .sender("<sender@from.test>")
                .priority(30_000)
                .recipients(list)
                .header(List.of(
                        new HeaderField("Received", " from a by b"),
                        new HeaderField("From", " sender@from.test"),
                        new HeaderField("To", " somebody"),
                        new HeaderField("Subject", " test")));
    }

    ListQueue.OneClaim deliver(String... recipients) {
        return deliver(envelope(recipients));
    }

    ListQueue.OneClaim deliver(Envelope envelope) {
        return deliver(new ListQueue.OneClaim(envelope, "body\n"));
    }

    ListQueue.OneClaim deliver(ListQueue.OneClaim claim) {
        service.deliverNow(claim);
        return claim;
    }

    /// The lines of the log so far, up to LogLevel 9.
    List<String> log() {
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.logLevel() < DETAILS)
                    .map(Event::line)
                    .toList();
        }
    }

    /// The lines of LogLevel 10 and above.
    List<String> details() {
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.logLevel() >= DETAILS)
                    .map(Event::line)
                    .toList();
        }
    }

    @Override
    public void close() {
        try {
            service.stop(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
