package org.postern.receive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postern.base.Event;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.MemoryFiles;
import org.postern.cf.StartingPoint;
import org.postern.dns.Resolver;
import org.postern.dns.TableResolver;
import org.postern.smtp.HelpTexts;

/// A whole receiving side on a loopback port that the kernel chooses, with rules, queue and clock of the test.
final class ReceiveHarness implements AutoCloseable {
    static final String CONFIGURATION = """
            V10/Berkeley
            O DaemonPortOptions=Name=MTA, Addr=127.0.0.1, Port=0
            O SmtpGreetingMessage=%j% Sendmail ready; %b%
            Ctroot
            Pbulk=-60
            HReceived: from %s% by %j% id %i% for %u%; %b%
            H?D?Date: %a%
            H?F?From: %g%
            H?x?Full-Name: %x%
            H?M?Message-Id: <%t%.%i%@%j%>
            H?P?Return-Path: <%g%>
            """;

    final ScriptedRules rules = new ScriptedRules();
    final RecordingQueue queue = new RecordingQueue();
    final TestClock clock = new TestClock();
    final List<Long> pauses = new CopyOnWriteArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Configuration configuration;
    private CountDownLatch endOfPauses = new CountDownLatch(0);
    private HostCondition condition = HostCondition.calm();
    private ReceiveLimits limits = ReceiveLimits.DEFAULT;
    private Resolver names = TableResolver.parse("127.0.0.1 PTR localhost\nlocalhost A 127.0.0.1");
    private ReceiveService service;

    ReceiveHarness(String... moreLines) {
        String text = CONFIGURATION + String.join("\n", moreLines) + "\n";
        StartingPoint start =
                new StartingPoint(Map.of("j", "mx.exam.test", "v", "8.17.1"), Map.of("w", Set.of("exam.test")));
        configuration = new ConfigurationReader(new MemoryFiles(Map.of()), start)
                .readText("test.cf", text, ConfigurationOverrides.NONE);
        service = make();
    }

    private ReceiveService make() {
        KnownUsers users = new KnownUsers(
                Map.of("staff", List.of("alice", "carol@far.test"), "ring", List.of("ring2"), "ring2", List.of("ring")),
                List.of("alice", "bob"));
        ReceiveContext context = new ReceiveContext(
                configuration, rules, queue, names, users, condition, Protection.NONE, limits, clock, this::note);
        return new ReceiveService(context, ServicePorts.builtIn(), HelpTexts.none(), ZoneOffset.UTC, this::pause);
    }

    ReceiveHarness limits(ReceiveLimits value) {
        limits = value;
        service = make();
        return this;
    }

    ReceiveHarness condition(HostCondition value) {
        condition = value;
        service = make();
        return this;
    }

    ReceiveHarness names(String zone) {
        names = TableResolver.parse(zone);
        service = make();
        return this;
    }

    ReceiveHarness start() throws ListenException {
        service.listenAsConfigured();
        service.start();
        return this;
    }

    ReceiveService service() {
        return service;
    }

    Configuration configuration() {
        return configuration;
    }

    InetSocketAddress address() {
        return service.addresses().getFirst();
    }

    /// A connection whose greeting was read.
    SmtpTalk talk() throws IOException {
        SmtpTalk talk = new SmtpTalk(address());
        talk.reply();
        return talk;
    }

    /// Lets every pause that a session takes last until then.
    ReceiveHarness pausesUntil(CountDownLatch moment) {
        endOfPauses = moment;
        return this;
    }

    private void pause(long millis) throws InterruptedException {
        pauses.add(millis);
        if (!endOfPauses.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("a pause never ended");
        }
    }

    private synchronized void note(Event event) {
        events.add(event);
        notifyAll();
    }

    /// The lines of events that appear at this LogLevel.
    synchronized List<String> log(int level) {
        return events.stream()
                .filter(event -> event.logLevel() <= level)
                .map(Event::line)
                .toList();
    }

    /// What clients were told, as the journal of decisions gets it.
    synchronized List<SessionDecision> decisions() {
        return events.stream()
                .filter(SessionDecision.class::isInstance)
                .map(SessionDecision.class::cast)
                .toList();
    }

    /// Waits until a line that contains the text was logged.
    synchronized String awaitLog(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            for (Event event : events) {
                if (event.line().contains(text)) {
                    return event.line();
                }
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("not logged: " + text + " in " + log(99));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
