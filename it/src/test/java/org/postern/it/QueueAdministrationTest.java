package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.SmtpSink;

/// `postern queue` with each of its actions, on a queue without a daemon.
class QueueAdministrationTest {
    private static final String MESSAGE = "Subject: kept\nTo: x@far.test\n\nbody\n";

    @TempDir
    Path scratch;

    private static String administer(QueueHost host, String line) {
        List<String> words = new ArrayList<>(List.of("queue"));
        words.addAll(List.of(line.split(" ", -1)));
        words.addAll(List.of("--config", host.folder().configuration().toString()));
        ProgramRun run = Image.run(host.folder().root(), "", "postern", words.toArray(new String[0]));
        return run.succeeded().output();
    }

    @Test
    void anAdministratorChangesWhatWaits() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        for (String user : List.of("held", "gone", "back", "moved")) {
            host.postern("sendmail", MESSAGE, "-f", user + "@near.test", user + "@" + user + ".test")
                    .succeeded();
        }
        host.postern("sendmail", "", "-qf");
        assertThat(administer(host, "show --host held.test")).contains("from=<held@near.test>", "1 in the queue\n");
        assertThat(administer(host, "hold --sender held@ --reason odd --dry-run"))
                .endsWith("hold: 1 would be changed\n");
        assertThat(administer(host, "delete --all --dry-run")).endsWith("delete: 4 would be changed\n");
        assertThat(host.queued("qf")).as("nothing of a dry run happens").hasSize(4);

        assertThat(administer(host, "hold --sender held@ --reason odd")).endsWith("hold: 1 changed\n");
        assertThat(host.real("mailq", "", "-qQ").output()).contains("QUARANTINE: odd");
        assertThat(administer(host, "delete --recipient gone@gone --younger 1h"))
                .endsWith("delete: 1 changed\n");
        assertThat(administer(host, "bounce --sender back@ --reason closed")).contains("bounce: 1 changed\n");
        assertThat(host.queued("qf")).hasSize(2);
        try (SmtpSink sink = SmtpSink.start(10);
                SmtpSink other = SmtpSink.start(10)) {
            host.nextHop(other.address());
            assertThat(administer(host, "reroute --sender moved@ --to [127.0.0.1]"))
                    .contains("reroute: 1 changed\n");
            assertThat(administer(host, "requeue --all")).contains("requeue: 2 changed\n");
            host.postern("sendmail", "", "-qf");
            assertThat(other.count()).isEqualTo(2);
            SmtpSink.Message report = other.messages().stream()
                    .filter(message -> message.recipients().getFirst().contains("back@near.test"))
                    .findFirst()
                    .orElseThrow();
            assertThat(report.data()).contains("closed", "Final-Recipient: RFC822; back@back.test");

            host.nextHop(sink.address());
            assertThat(administer(
                            host, "release --id " + host.queued("hf").getFirst().substring(2)))
                    .contains("release: 1 changed\n");
            host.postern("sendmail", "", "-qf");
            assertThat(sink.await(1, 60).getFirst().recipients().getFirst()).contains("held@held.test");
        }
        assertThat(host.queued("qf")).isEmpty();
        assertThat(host.queued("hf")).isEmpty();
    }
}
