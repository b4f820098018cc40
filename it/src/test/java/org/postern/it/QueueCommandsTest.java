package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.SmtpSink;

/// The commands of the queue, with and without a daemon.
class QueueCommandsTest {
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
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(host.queued("qf")).hasSize(1);
        assertThat(host.folder().queue().resolve("journal/control")).doesNotExist();
    }
}
