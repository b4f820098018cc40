package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.SmtpSink;

/// The commands of the queue, with and without a daemon.
class QueueCommandsTest {
    private static final int SHARED = 40;
    private static final String MESSAGE = "Subject: kept\nTo: x@far.test\n\nbody\n";

    @TempDir
    Path scratch;

    @Test
    void withoutADaemonMailWaitsAndARunSendsItOn() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        for (String to : List.of("one@far.test", "two@far.test")) {
            ProgramRun sent = host.postern("sendmail", MESSAGE, "-f", "s@near.test", to);
            assertThat(sent.status()).as(sent.output()).isZero();
        }
        assertThat(host.queued("qf")).hasSize(2);
        assertThat(host.queued("df")).hasSize(2);
        // the real program sees what we see
        assertThat(host.postern("mailq", "").output())
                .isEqualTo(host.real("mailq", "").output())
                .contains("(2 requests)");

        String tried = host.postern("sendmail", "", "-v", "-q").output();
        assertThat(tried)
                .contains("(sequence 1 of 2)\n")
                .contains("(sequence 2 of 2)\n")
                .contains("... Deferred: Connection refused by [127.0.0.1]\n");
        assertThat(host.postern("sendmail", "", "-qRtwo", "-Qheld back", "-v").output())
                .endsWith(": Quarantined with \"held back\"\n1 change\n");
        assertThat(host.postern("mailq", "", "-qQ").output())
                .isEqualTo(host.real("mailq", "", "-qQ").output())
                .contains("QUARANTINE: held back");

        try (SmtpSink sink = SmtpSink.start(10)) {
            host.nextHop(sink.address());
            String run = host.postern("sendmail", "", "-v", "-q").output();
            assertThat(run).contains("(sequence 1 of 1)\n").contains("<one@far.test>... Sent");
            assertThat(sink.messages()).hasSize(1);
            assertThat(sink.messages().getFirst().data())
                    .contains("Subject: kept")
                    .contains("body");
            assertThat(host.postern("sendmail", "", "-qQheld", "-Q").status()).isZero();
            host.postern("sendmail", "", "-qf");
            assertThat(sink.count()).isEqualTo(2);
        }
        assertThat(host.queued("qf")).isEmpty();
        assertThat(host.queued("df")).isEmpty();
    }

    @Test
    void whatADyingDaemonLosesGoesToTheClientQueue() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        Path socket = host.folder().root().resolve("run/submit");
        String body = "a line of a message that is larger than what is kept in memory\n".repeat(50_000);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> dieInTheMiddle(server));
            ProgramRun sent = host.postern("sendmail", "To: x@far.test\n\n" + body, "-f", "s@near.test", "-t");
            assertThat(sent.status()).as(sent.output()).isZero();
        }
        assertThat(host.queued("qf")).hasSize(1);
        assertThat(host.control(host.queued("df").getFirst())).isEqualTo(body);
    }

    /// Takes one message up to the middle of its body.
    private static void dieInTheMiddle(ServerSocketChannel server) {
        try (SocketChannel channel = server.accept()) {
            InputStream in = Channels.newInputStream(channel);
            OutputStream out = Channels.newOutputStream(channel);
            out.write("220 mx.exam.test ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                line.append((char) c);
                if (c == '\n') {
                    boolean data = line.toString().startsWith("DATA");
                    out.write((data ? "354 go\r\n" : "250 ok\r\n").getBytes(StandardCharsets.US_ASCII));
                    line.setLength(0);
                    if (data) {
                        in.readNBytes(1_500_000);
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hostStatusIsTheSameForBoth() throws Exception {
        Path status = Files.createDirectory(scratch.resolve("status"));
        QueueHost.give(status);
        QueueHost host = QueueHost.in(scratch).with("O HostStatusDirectory=" + status + "\n");
        host.nextHop(new InetSocketAddress(1));
        host.postern("sendmail", MESSAGE, "-f", "s@near.test", "x@far.test").succeeded();
        host.real("sendmail", "", "-qf");
        String dead = withoutTime(host.real("hoststat", "").output());
        assertThat(dead).endsWith("Deferred: Connection refu\n");
        assertThat(withoutTime(host.postern("hoststat", "").output())).isEqualTo(dead);
        try (SmtpSink sink = SmtpSink.start(10)) {
            host.nextHop(sink.address());
            assertThat(host.postern("sendmail", "", "-v", "-qf").output())
                    .contains("Deferred: Connection refused by [127.0.0.1]");
            assertThat(sink.count()).as("a host that was dead a moment ago").isZero();
            host.postern("purgestat", "", "-OTimeout.hoststatus=0s").succeeded();
            assertThat(host.postern("hoststat", "").output()).isEmpty();
            host.postern("sendmail", "", "-qf");
            assertThat(sink.count()).isEqualTo(1);
        }
        String good = withoutTime(host.real("hoststat", "").output());
        assertThat(good).contains("127.0.0.1 ").contains(" 250 ");
        assertThat(withoutTime(host.postern("hoststat", "").output())).isEqualTo(good);
    }

    private static String withoutTime(String list) {
        return list.replaceAll("[0-9]{2}:[0-9]{2}:[0-9]{2}", "TIME");
    }

    @Test
    void bothProgramsWorkOnOneDirectoryAtTheSameTime() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        host.postern("sendmail", MESSAGE, "-f", "s@near.test", "x0@far.test").succeeded();
        Path queue = host.folder().queue();
        String control = host.queued("qf").getFirst();
        String body = host.queued("df").getFirst();
        for (int i = 1; i < SHARED; i++) {
            String id = control.substring(2, 10) + (700_000 + i);
            Path copy = Files.copy(queue.resolve(body), queue.resolve("df" + id), StandardCopyOption.COPY_ATTRIBUTES);
            assertThat(copy).exists();
            copy = Files.copy(queue.resolve(control), queue.resolve("qf" + id), StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(copy, host.control(control).replace("x0@far", "x" + i + "@far"));
        }
        QueueHost.give(queue);
        try (SmtpSink sink = SmtpSink.start(2 * SHARED)) {
            host.nextHop(sink.address());
            Thread other = Thread.ofVirtual().start(() -> host.real("sendmail", "", "-qf"));
            String first = host.postern("sendmail", "", "-qf").output();
            other.join();
            // what the other one had locked in passing has its turn now
            String second = host.postern("sendmail", "", "-qf").output();
            Set<String> recipients = new TreeSet<>();
            sink.messages().forEach(message -> recipients.addAll(message.recipients()));
            assertThat(recipients).as(first + second).hasSize(SHARED);
            assertThat(sink.count()).as("none came twice").isEqualTo(SHARED);
        }
        assertThat(host.queued("qf")).isEmpty();
        assertThat(host.queued("df")).isEmpty();
        assertThat(host.queued("Qf")).isEmpty();
    }

    @Test
    void aDaemonIsAskedToRunItsQueue() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        Process daemon = host.daemon(scratch.resolve("output"), "-bD");
        try {
            host.awaitDaemon(daemon);
            host.postern("sendmail", MESSAGE, "-f", "s@near.test", "one@far.test")
                    .succeeded();
            host.await("a file", daemon, () -> host.queued("qf").size() == 1);
            String tried = host.postern("sendmail", "", "-v", "-qRone").output();
            assertThat(tried).contains("(sequence 1 of 1)\n<one@far.test>... Deferred: Connection refused");
            assertThat(host.postern("sendmail", "", "-v", "-qRnone").output()).isEmpty();
            assertThat(host.postern("sendmail", "", "-qGnone").output()).isEqualTo("Queue group none unknown\n");
            ProgramRun second = host.postern("sendmail", "", "-bd");
            assertThat(second.status()).isEqualTo(69);
            assertThat(second.output()).contains("Postern runs already with the queue in ");
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(host.queued("qf")).hasSize(1);
        assertThat(host.folder().queue().resolve("journal/control")).doesNotExist();
    }

    /// `-qp`: one process that looks into the queue again and again, until it is stopped.
    @Test
    void aPersistentRunnerSendsWhatComesIntoTheQueue() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        host.postern("sendmail", MESSAGE, "-f", "s@near.test", "one@far.test").succeeded();
        try (SmtpSink sink = SmtpSink.start(10)) {
            host.nextHop(sink.address());
            Process runner = host.daemon(scratch.resolve("output"), "-qf", "-qp1s");
            try {
                host.await("the first", runner, () -> sink.count() == 1);
                host.postern("sendmail", MESSAGE, "-f", "s@near.test", "two@far.test")
                        .succeeded();
                host.await("the second", runner, () -> sink.count() == 2);
            } finally {
                runner.destroy();
                assertThat(runner.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(host.queued("qf")).isEmpty();
    }
}
