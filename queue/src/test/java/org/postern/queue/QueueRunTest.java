package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.os.RealDurableFiles;

/// Queue runs over files that lie in a queue directory.
@Timeout(60)
class QueueRunTest {
    private final StandingClock clock = new StandingClock();
    private final List<String> begun = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path slow;

    @SuppressWarnings("NullAway.Init")
    private JournalQueue queue;

    private int owner;

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(directory.resolve("journal"));
        slow = Files.createDirectories(directory.resolve("slow"));
        owner = (Integer) Files.getAttribute(directory, "unix:uid");
        write(directory, QueueKind.NORMAL, "one", "<s1@a.test>", 300, "<z@host.b>", "<y@host.c>");
        write(directory, QueueKind.NORMAL, "two", "<s2@a.test>", 200, "<x@Host.a>");
        write(directory, QueueKind.NORMAL, "three", "<s3@a.test>", 100, "<x@host.b>");
        write(slow, QueueKind.NORMAL, "four", "<s4@a.test>", 400, "<x@host.b>");
        write(directory, QueueKind.QUARANTINED, "five", "<s5@a.test>", 100, "<x@host.b>");
        write(directory, QueueKind.LOST, "six", "<s6@a.test>", 100, "<x@host.b>");
        open(new RunRules(QueueSortOrder.PRIORITY, 0, false));
    }

    private void open(RunRules rules) throws Exception {
        open(rules, QueueGroup.of(QueueGroup.DEFAULT, List.of(directory)));
    }

    private void open(RunRules rules, QueueGroup ordinary) throws Exception {
        open(rules, ordinary, RetryTimes.STANDARD);
    }

    private void open(RunRules rules, QueueGroup ordinary, RetryTimes retries) throws Exception {
        QueueGroups groups = new QueueGroups(List.of(ordinary, QueueGroup.of("Slow", List.of(slow))));
        QueueSettings settings = QueueSettings.standard(directory.resolve("journal"), List.of(directory), owner)
                .withGroups(groups)
                .withJournal(new JournalLimits(128 << 10, 8, 2, Duration.ZERO, Duration.ZERO))
                .withRetries(retries)
                .withRuns(rules);
        queue = JournalQueue.open(
                settings,
                new JournalQueue.Surroundings(
                        new RealDurableFiles(), clock, new SplittableRandom(1), event -> {}, 4711));
    }

    @AfterEach
    void close() throws Exception {
        queue.close();
    }

    private static void write(
            Path directory, QueueKind kind, String id, String sender, long priority, String... recipients)
            throws Exception {
        Envelope envelope = Envelope.builder(new QueueId(id))
                .arrivedSeconds(1_000_000 - priority)
                .sender(sender)
                .priority(priority)
                .attempts(1)
                .lastAttemptSeconds(1_000_000)
                .quarantineReason(kind == QueueKind.QUARANTINED ? Optional.of("looks Odd") : Optional.empty())
                .recipients(List.of(recipients).stream().map(Recipient::of).toList())
                .build();
        Path control = directory.resolve(kind.prefix() + id);
        Files.write(control, QueueFileWriter.write(envelope));
        Files.setPosixFilePermissions(control, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("df" + id), "body\n");
    }

    private static QueueSelection selection(QueueSelection.Condition... conditions) {
        return new QueueSelection(List.of(conditions));
    }

    private static QueueSelection.Condition condition(QueueSelection.Part part, String text, boolean negated) {
        return new QueueSelection.Condition(part, text, negated);
    }

    /// The messages of a run in its order; each is given back.
    private List<String> run(QueueSelection selection) throws Exception {
        QueueRun run = queue.run(
                selection,
                (id, place, sequence, total) -> begun.add(place.getFileName() + "/" + sequence + "/" + total));
        List<String> ids = new ArrayList<>();
        for (Optional<MailQueue.Claim> claim = queue.takeDue(); claim.isPresent(); claim = queue.takeDue()) {
            ids.add(claim.get().envelope().id().value());
            claim.get().retry(claim.get().envelope());
        }
        assertThat(run.await(0)).isTrue();
        assertThat(run.total()).isEqualTo(ids.size());
        return ids;
    }

    @Test
    void nothingIsDueBeforeARun() {
        assertThat(queue.takeDue()).isEmpty();
    }

    @Test
    void allGoByCost() throws Exception {
        assertThat(run(QueueSelection.ALL)).containsExactly("three", "two", "one", "four");
        assertThat(begun).first().asString().endsWith("/1/4");
        assertThat(begun).last().isEqualTo("slow/4/4");
        assertThat(queue.takeDue()).isEmpty();
    }

    @Test
    void selectionsAreSendmails() throws Exception {
        QueueSelection.Part recipient = QueueSelection.Part.RECIPIENT;
        QueueSelection.Part sender = QueueSelection.Part.SENDER;
        assertThat(run(selection(condition(recipient, "HOST.B", false)))).containsExactly("three", "one", "four");
        // any one of several on the same part, all of different parts
        assertThat(run(selection(
                        condition(sender, "s1", false),
                        condition(sender, "s2", false),
                        condition(recipient, "host.a", false))))
                .containsExactly("two");
        // of several recipients one without it is enough
        assertThat(run(selection(condition(recipient, "z@", true), condition(sender, "s1", false))))
                .containsExactly("one");
        assertThat(run(selection(condition(QueueSelection.Part.ID, "t", false))))
                .containsExactly("three", "two");
        assertThat(run(selection(condition(QueueSelection.Part.ID, "t", true))))
                .containsExactlyInAnyOrder("one", "four");
        assertThat(run(selection(condition(QueueSelection.Part.ID, "T", false))))
                .isEmpty();
    }

    @Test
    void aGroupIsRunAlone() throws Exception {
        assertThat(run(new QueueSelection(QueueKind.NORMAL, Optional.of("Slow"), List.of())))
                .containsExactly("four");
    }

    /// Also what was tried and is not in files yet.
    @Test
    void aGroupIsRunWithWhatTheJournalHasOfIt() throws Exception {
        String slowly = deferred("<s7@a.test>", Map.of(QueueGroups.MACRO, "Slow"));
        deferred("<s8@a.test>", Map.of());
        assertThat(run(new QueueSelection(QueueKind.NORMAL, Optional.of("Slow"), List.of())))
                .containsExactlyInAnyOrder("four", slowly);
    }

    private String deferred(String sender, Map<String, String> macros) throws Exception {
        Envelope envelope;
        try (MailQueue.Reception reception = queue.receive()) {
            envelope = MailQueueContract.envelope(reception, sender, "r").toBuilder()
                    .macros(macros)
                    .build();
            reception.commit(envelope);
        }
        MailQueue.Claim claim = queue.takeDue().orElseThrow();
        claim.retry(claim.envelope());
        return envelope.id().value();
    }

    @Test
    void quarantinedMessagesAreRunWhenAskedForAndStayQuarantined() throws Exception {
        QueueSelection odd = new QueueSelection(
                QueueKind.QUARANTINED, Optional.empty(), List.of(condition(QueueSelection.Part.REASON, "Odd", false)));
        assertThat(run(odd)).containsExactly("five");
        assertThat(directory.resolve("hffive")).exists();
        assertThat(Files.readString(directory.resolve("hffive"))).contains("\nN2\n");
        assertThat(run(odd)).containsExactly("five");
        assertThat(run(QueueSelection.ALL)).doesNotContain("five");
    }

    @Test
    void lostMessagesStayLostUntilTheyAreDelivered() throws Exception {
        QueueSelection lost = new QueueSelection(QueueKind.LOST, Optional.empty(), List.of());
        assertThat(run(lost)).containsExactly("six");
        assertThat(directory.resolve("Qfsix")).exists();
        queue.run(lost, QueueRun.Listener.NONE);
        queue.takeDue().orElseThrow().done();
        assertThat(directory.resolve("Qfsix")).doesNotExist();
        // bodies are removed just after whoever waits for the end was told
        queue.close();
        assertThat(directory.resolve("dfsix")).doesNotExist();
    }

    @Test
    void ordersAreThoseOfTheOption() throws Exception {
        assertThat(order(QueueSortOrder.HOST)).containsExactly("two", "three", "one", "four");
        assertThat(order(QueueSortOrder.TIME)).containsExactly("four", "one", "two", "three");
        assertThat(order(QueueSortOrder.FILENAME)).containsExactly("four", "one", "three", "two");
        int place = 0;
        for (String id : List.of("one", "four", "two", "three")) {
            Path control = (id.equals("four") ? slow : directory).resolve("qf" + id);
            Files.setLastModifiedTime(control, FileTime.fromMillis(1_000_000L + 1000L * place++));
        }
        assertThat(order(QueueSortOrder.MODIFICATION)).containsExactly("one", "four", "two", "three");
        assertThat(order(QueueSortOrder.RANDOM)).containsExactlyInAnyOrder("four", "one", "three", "two");
        assertThat(order(QueueSortOrder.NONE)).containsExactlyInAnyOrder("four", "one", "three", "two");
    }

    /// As sendmail reads them: by the first letter.
    @Test
    void valuesOfTheOptionAreKnown() {
        Map<String, QueueSortOrder> values = Map.of(
                "Priority", QueueSortOrder.PRIORITY,
                "host", QueueSortOrder.HOST,
                "Time", QueueSortOrder.TIME,
                "filename", QueueSortOrder.FILENAME,
                "Modification", QueueSortOrder.MODIFICATION,
                "random", QueueSortOrder.RANDOM,
                "Shuffle", QueueSortOrder.RANDOM,
                "none", QueueSortOrder.NONE);
        values.forEach(
                (text, order) -> assertThat(QueueSortOrder.of(text)).as(text).contains(order));
        assertThat(QueueSortOrder.of("")).isEmpty();
        assertThat(QueueSortOrder.of("zebra")).isEmpty();
    }

    private List<String> order(QueueSortOrder order) throws Exception {
        queue.close();
        open(new RunRules(order, 0, false));
        QueueRun run = queue.run(QueueSelection.ALL, QueueRun.Listener.NONE);
        List<String> ids = new ArrayList<>();
        for (Optional<MailQueue.Claim> claim = queue.takeDue(); claim.isPresent(); claim = queue.takeDue()) {
            ids.add(claim.get().envelope().id().value());
            claim.get().release();
        }
        assertThat(run.total()).isEqualTo(4);
        return ids;
    }

    /// What a message that has just come in says of its first delivery stands above the option.
    @Test
    void aMessageSaysWhetherItStartsAtOnce() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 0, false, false, 0, false));
        for (String mode : List.of("", "q", "i", "d", "b")) {
            try (MailQueue.Reception reception = queue.receive()) {
                reception.commit(Envelope.builder(reception.id())
                        .sender("<mode" + mode + "@a.test>")
                        .macros(mode.isEmpty() ? Map.of() : Map.of(RunRules.MODE_MACRO, mode))
                        .recipients(List.of(Recipient.of("<x@host.a>")))
                        .build());
            }
        }
        assertThat(takeAll().stream().map(claim -> claim.envelope().sender()))
                .containsExactlyInAnyOrder("<modei@a.test>", "<modeb@a.test>");
    }

    @Test
    void aRunTakesNoMoreThanItMay() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 2, false));
        assertThat(run(QueueSelection.ALL)).containsExactly("three", "two");
    }

    private QueueGroup ordinary(int runners, int jobs, Duration interval) {
        return new QueueGroup(QueueGroup.DEFAULT, List.of(directory), runners, jobs, interval, 0);
    }

    private List<MailQueue.Claim> takeAll() {
        List<MailQueue.Claim> claims = new ArrayList<>();
        for (Optional<MailQueue.Claim> claim = queue.takeDue(); claim.isPresent(); claim = queue.takeDue()) {
            claims.add(claim.get());
        }
        return claims;
    }

    private static List<String> ids(List<MailQueue.Claim> claims) {
        return claims.stream().map(claim -> claim.envelope().id().value()).toList();
    }

    @Test
    void aRunTakesNoMoreJobsOfAGroupThanItMay() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 0, false), ordinary(0, 2, Duration.ZERO));
        assertThat(run(QueueSelection.ALL)).containsExactly("three", "two", "four");
    }

    @Test
    void aGroupHasNoMoreRunnersThanItMay() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 0, false), ordinary(2, 0, Duration.ZERO));
        queue.run(QueueSelection.ALL, QueueRun.Listener.NONE);
        List<MailQueue.Claim> first = takeAll();
        assertThat(ids(first)).containsExactly("three", "two", "four");
        first.getLast().done();
        assertThat(takeAll()).as("of another group").isEmpty();
        first.getFirst().done();
        List<MailQueue.Claim> second = takeAll();
        assertThat(ids(second)).containsExactly("one");
        second.getFirst().release();
        first.get(1).release();
    }

    @Test
    void allGroupsTogetherHaveNoMoreRunnersThanTheyMay() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 0, false, true, 3, false));
        queue.run(QueueSelection.ALL, QueueRun.Listener.NONE);
        List<MailQueue.Claim> first = takeAll();
        assertThat(first).hasSize(3);
        first.getFirst().done();
        List<MailQueue.Claim> second = takeAll();
        assertThat(second).hasSize(1);
        first.get(1).done();
        first.get(2).done();
        second.getFirst().done();
        assertThat(takeAll()).isEmpty();
    }

    /// DOS-06: however many messages of a run hang at a silent host, what is new is taken.
    @Test
    void dos06NewMessagesAreTakenWhileARunHasAllItsPlaces() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 0, false, true, 2, false));
        queue.run(QueueSelection.ALL, QueueRun.Listener.NONE);
        List<MailQueue.Claim> hanging = takeAll();
        assertThat(hanging).hasSize(2);
        MailQueueContract.send(queue, "<new@example.org>", "body\n");
        List<MailQueue.Claim> fresh = takeAll();
        assertThat(fresh)
                .singleElement()
                .satisfies(claim -> assertThat(claim.envelope().sender()).isEqualTo("<new@example.org>"));
        fresh.getFirst().done();
        for (MailQueue.Claim claim : hanging) {
            claim.release();
        }
    }

    @Test
    void aGroupHasItsOwnInterval() throws Exception {
        queue.close();
        open(new RunRules(QueueSortOrder.PRIORITY, 0, true), ordinary(0, 0, Duration.ofHours(3)));
        clock.advanceSeconds(10 * 3600);
        List<MailQueue.Claim> all = takeAll();
        assertThat(all).hasSize(4);
        for (MailQueue.Claim claim : all) {
            claim.retry(claim.envelope());
        }
        clock.advanceSeconds(2 * 3600);
        List<MailQueue.Claim> standard = takeAll();
        assertThat(ids(standard)).containsExactly("four");
        standard.getFirst().done();
        clock.advanceSeconds(3600);
        assertThat(takeAll()).hasSize(3).allSatisfy(MailQueue.Claim::release);
    }

    @Test
    void aRunLeavesOutWhatIsTooYoung() throws Exception {
        queue.close();
        open(
                new RunRules(QueueSortOrder.PRIORITY, 0, false, true, 0, true),
                ordinary(0, 0, Duration.ZERO),
                RetryTimes.STANDARD.withAges(Duration.ofHours(1), Duration.ZERO));
        assertThat(run(QueueSelection.ALL)).hasSize(4);
        assertThat(run(QueueSelection.ALL)).isEmpty();
        assertThat(run(selection(condition(QueueSelection.Part.SENDER, "s1", false))))
                .as("one that is asked for")
                .containsExactly("one");
        clock.advanceSeconds(3601);
        assertThat(run(QueueSelection.ALL)).contains("two", "three");
    }

    @Test
    void aMessageThatSomebodyQuarantinedMeanwhileIsFound() throws Exception {
        Files.move(directory.resolve("qfone"), directory.resolve("hfone"));
        QueueSelection held = new QueueSelection(QueueKind.QUARANTINED, Optional.empty(), List.of());
        assertThat(run(held)).contains("one");
    }

    @Test
    void anEditorQuarantinesAndReleases() throws Exception {
        QueueEditor editor = new QueueEditor(new RealDurableFiles(), clock, 0600, owner, 1 << 20);
        QueueEditor.Place place = editor.places(QueueGroup.of(QueueGroup.DEFAULT, List.of(directory)))
                .getFirst();
        List<String> lines = new ArrayList<>();
        QueueSelection two = selection(condition(QueueSelection.Part.SENDER, "S2", false));
        assertThat(editor.quarantine(place, two, "spam", lines::add)).isEqualTo(new QueueEditor.Changes(1, 1));
        assertThat(lines).containsExactly("two: Quarantined with \"spam\"");
        assertThat(directory.resolve("hftwo")).exists();
        assertThat(directory.resolve("qftwo")).doesNotExist();
        QueueSelection spam = new QueueSelection(
                QueueKind.QUARANTINED, Optional.empty(), List.of(condition(QueueSelection.Part.REASON, "spam", false)));
        assertThat(editor.quarantine(place, spam, "", lines::add)).isEqualTo(new QueueEditor.Changes(1, 1));
        assertThat(lines).last().isEqualTo("two: Removed quarantine of \"spam\"");
        assertThat(run(two)).containsExactly("two");
    }

    @Test
    void aDirectQueueLeavesWhatARunFinds() throws Exception {
        QueueSettings settings = QueueSettings.standard(directory.resolve("none"), List.of(directory), owner);
        try (DirectQueue direct = new DirectQueue(settings, new RealDurableFiles(), clock, 12)) {
            MailQueueContract.send(direct, "<direct@example.org>", "body\n");
            try (MailQueue.Reception dropped = direct.receive()) {
                dropped.write(new byte[10], 0, 10);
            }
        }
        assertThat(run(selection(condition(QueueSelection.Part.SENDER, "direct", false))))
                .hasSize(1);
        try (var names = Files.list(directory)) {
            assertThat(names.filter(path -> path.getFileName().toString().startsWith("df")))
                    .hasSize(6);
        }
    }
}
