package org.postern.programs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Event;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.receive.SessionDecision;
import org.postern.testkit.FakeClock;

class DecisionJournalTest {
    private static final long LIMIT = 4096;

    @TempDir
    private Path folder;

    private static SessionDecision decision(String id) {
        return new SessionDecision(
                id,
                "RCPT",
                new SessionDecision.Facts(
                        "MTA", "192.0.2.1", "", "a\tb", "", "", "", "", "", "<a@b.test>", "<c@d.test>"),
                "550 5.7.1 <c@d.test>... Relaying denied");
    }

    @Test
    void keepsTheNewestAndNeverMoreThanTwiceItsLimit() throws Exception {
        Path file = DecisionJournal.place(List.of(folder));
        List<Event> others = new ArrayList<>();
        try (DecisionJournal journal = DecisionJournal.open(file, LIMIT, new FakeClock(), others::add)) {
            for (int i = 0; i < 200; i++) {
                journal.accept(decision("id" + i));
            }
        }
        assertThat(others).isEmpty();
        assertThat(Files.size(file)).isLessThanOrEqualTo(LIMIT);
        assertThat(Files.size(folder.resolve("decisions.1"))).isLessThanOrEqualTo(LIMIT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.writeString(file, "not a line of ours\n", StandardOpenOption.APPEND);
        List<DecisionJournal.Entry> all = DecisionJournal.read(file, _ -> true, 1000);
        assertThat(all.getLast().decision().id()).isEqualTo("id199");
        assertThat(all.getLast().decision().facts().helo()).isEqualTo("a b");
        assertThat(all.getLast().decision().refused()).isTrue();
        assertThat(DecisionJournal.read(file, found -> found.id().equals("id199"), 1000))
                .hasSize(1);
        assertThat(DecisionJournal.read(file, _ -> true, 3)).hasSize(3);
    }

    @Test
    void whatBecameOfDeliveriesIsKeptAndHandedOn() throws Exception {
        Path file = DecisionJournal.place(List.of(folder));
        List<Event> others = new ArrayList<>();
        DeliveryAttempted attempt = new DeliveryAttempted(
                "6APIuL00026010",
                "<c@d.test>",
                Optional.empty(),
                1,
                Optional.of(1L),
                "esmtp",
                30_000,
                "mx.d.test. [192.0.2.5]",
                new DeliveryOutcome.Deferred(
                        new EnhancedStatus(4, 4, 1), "Deferred: Connection refused by mx.d.test.", Optional.empty()));
        try (DecisionJournal journal = DecisionJournal.open(file, LIMIT, new FakeClock(), others::add)) {
            journal.accept(attempt);
        }
        assertThat(others).containsExactly(attempt);
        assertThat(DecisionJournal.read(file, _ -> true, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.decision().moment()).isEqualTo(DecisionJournal.DELIVERY);
            assertThat(entry.decision().facts().recipient()).isEqualTo("<c@d.test>");
            assertThat(entry.decision().reply())
                    .isEqualTo("esmtp by mx.d.test. [192.0.2.5]: Deferred: Connection refused by mx.d.test.");
            assertThat(entry.decision().refused()).isFalse();
        });
    }
}
