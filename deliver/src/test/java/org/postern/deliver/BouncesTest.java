package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// Reports: who gets one, what is in it, and that nobody gets one unasked or for ever.
final class BouncesTest {
    private final DeliveryBench bench = new DeliveryBench(1);

    private static Recipient recipient(String address, RecipientFlag... flags) {
        return new Recipient(address, Set.of(flags), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Envelope to(Recipient... recipients) {
        return bench.builder().recipients(List.of(recipients)).build();
    }

    private String onlyReport() {
        assertThat(bench.queue.committed).hasSize(1);
        return bench.queue.committed.getFirst().body();
    }

    private static String header(Envelope envelope, String name) {
        return envelope.header().stream()
                .filter(field -> field.name().equals(name))
                .map(HeaderField::plainValue)
                .findFirst()
                .orElse("");
    }

    private void busy(String user) {
        bench.mailboxAnswers.put(user, new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.2", "disk full"));
    }

    @Test
    void reportsAFailureToTheSender() {
        bench.deliver("<nosuch@mx.exam.test>");

        Envelope report = bench.queue.committed.getFirst().envelope();
        assertThat(report.sender()).isEqualTo("<>");
        assertThat(report.recipients()).extracting(Recipient::address).containsExactly("<sender@from.test>");
        assertThat(report.flags()).containsExactly(EnvelopeFlag.RESPONSE);
        assertThat(header(report, "To")).isEqualTo("<sender@from.test>");
        assertThat(header(report, "From")).isEqualTo("Mail Delivery Subsystem <MAILER-DAEMON>");
        assertThat(header(report, "Subject")).isEqualTo("Returned mail: see transcript for details");
        assertThat(header(report, "Auto-Submitted")).isEqualTo("auto-generated (failure)");
        assertThat(header(report, "Received")).startsWith("from localhost (localhost)");
        assertThat(onlyReport())
                .contains(
                        "   ----- The following addresses had permanent fatal errors -----\n<nosuch@mx.exam.test>\n",
                        "550 5.1.1 <nosuch@mx.exam.test>... User unknown\n",
                        "Final-Recipient: RFC822; nosuch@mx.exam.test\nX-Actual-Recipient: rfc822; nosuch@mx.exam.test\n"
                                + "Action: failed\nStatus: 5.1.1\n",
                        "Content-Type: message/rfc822\n\nReceived: from a by b\n",
                        "Subject: test\n\nbody\n\n--");
    }

    @Test
    void honoursNotify() {
        bench.deliver(to(
                recipient("never@mx.exam.test", RecipientFlag.PRIMARY, RecipientFlag.NOTIFY_GIVEN),
                recipient(
                        "yes@mx.exam.test",
                        RecipientFlag.PRIMARY,
                        RecipientFlag.NOTIFY_GIVEN,
                        RecipientFlag.NOTIFY_FAILURE)));

        assertThat(onlyReport())
                .contains("Final-Recipient: RFC822; yes@mx.exam.test")
                .doesNotContain("Final-Recipient: RFC822; never@mx.exam.test");
    }

    @Test
    void saysNothingWhenNobodyWantsToKnow() {
        ListQueue.OneClaim claim =
                bench.deliver(to(recipient("never@mx.exam.test", RecipientFlag.PRIMARY, RecipientFlag.NOTIFY_GIVEN)));

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.queue.committed).isEmpty();
    }

    @Test
    void returnsHeadersOnlyWhenAsked() {
        bench.deliver(bench.builder("nosuch@mx.exam.test")
                .flags(Set.of(EnvelopeFlag.RETURN_GIVEN, EnvelopeFlag.NO_BODY_RETURN))
                .build());

        assertThat(onlyReport()).contains("Content-Type: text/rfc822-headers\n").doesNotContain("\nbody\n");
    }

    @Test
    void returnsHeadersOnlyOfBulkMail() {
        bench.deliver(bench.builder("nosuch@mx.exam.test")
                .header(List.of(new HeaderField("Precedence", " bulk")))
                .build());

        assertThat(onlyReport()).contains("text/rfc822-headers");
    }

    /// QUE-05: a report that comes back.
    @Test
    void sendsAFailedReportToThePostmaster() {
        bench.deliver(bench.builder("nosuch@mx.exam.test")
                .sender("<>")
                .flags(Set.of(EnvelopeFlag.RESPONSE))
                .build());

        ListQueue.Stored report = bench.queue.committed.getFirst();
        assertThat(report.envelope().recipients())
                .extracting(Recipient::address)
                .containsExactly("postmaster");
        assertThat(header(report.envelope(), "Subject")).isEqualTo("Postmaster notify: see transcript for details");
        assertThat(bench.log()).contains("msg1: report1: return to sender: User unknown");
    }

    @Test
    void neverReportsOnADoubleBounce() {
        bench.accounts.remove("postmaster");
        bench.deliver(bench.builder("nosuch@mx.exam.test")
                .sender("<>")
                .flags(Set.of(EnvelopeFlag.RESPONSE))
                .build());

        ListQueue.OneClaim claim =
                bench.deliver(bench.queue.committed.getFirst().envelope());

        assertThat(claim.endings).containsExactly("retry");
        assertThat(claim.remaining.orElseThrow().quarantineReason()).contains("savemail panic");
        assertThat(bench.queue.committed).hasSize(1);
        assertThat(bench.log().getLast())
                .isEqualTo("report1: SYSERR: savemail: cannot save rejected email anywhere, to=postmaster;"
                        + " it is kept in the queue, held (postern queue show --held)");
    }

    /// A report that not even the postmaster gets goes to DeadLetterDrop; what does not go there stays in the queue.
    @Test
    void keepsWhatIsLostInTheFileForIt() {
        try (DeliveryBench other =
                new DeliveryBench(9, "O DeadLetterDrop=/var/dead.letter\n", DeliveryLimits.defaults())) {
            other.accounts.remove("postmaster");
            Envelope report = other.builder("postmaster")
                    .sender("<>")
                    .flags(Set.of(EnvelopeFlag.RESPONSE))
                    .build();
            assertThat(other.deliver(report).endings).containsExactly("done");
            assertThat(other.deadLetters)
                    .containsExactly(
                            "From \nReturn-Path: <MAILER-DAEMON>\nReceived: from a by b\nFrom: sender@from.test\nTo: somebody\n"
                                    + "Subject: test\n\nbody\n");
            assertThat(other.log().getLast()).isEqualTo("msg1: Saved message in /var/dead.letter");

            ListQueue.OneClaim second = other.deliver(report);
            assertThat(second.remaining.orElseThrow().quarantineReason()).contains("savemail panic");
            assertThat(other.log())
                    .contains("msg1: SYSERR: savemail: the file of DeadLetterDrop cannot be used: "
                            + "Deferred: /var/dead.letter: Regular files only");
        }
    }

    @Test
    void errorsGoWhereOptionsSay() {
        try (DeliveryBench other =
                new DeliveryBench(9, "O UseErrorsTo=true\nO BounceQueue=slow\n", DeliveryLimits.defaults())) {
            other.deliver(other.builder("nosuch@mx.exam.test")
                    .header(List.of(new HeaderField("Errors-To", " carol@mx.exam.test, x")))
                    .build());
            Envelope report = other.queue.committed.getFirst().envelope();
            assertThat(report.recipients()).extracting(Recipient::address).containsExactly("carol@mx.exam.test");
            assertThat(report.macros()).containsEntry("queue_group", "slow");
        }
    }

    @Test
    void neverReportsOnADoubleBounceBehindAnAlias() {
        bench.aliases.put("postmaster", "gone");
        bench.deliver(bench.builder("postmaster")
                .sender("<>")
                .flags(Set.of(EnvelopeFlag.RESPONSE))
                .build());

        assertThat(bench.queue.committed).isEmpty();
        assertThat(bench.log().getLast()).contains("cannot save rejected email anywhere");
    }

    /// QUE-05: a report that cannot be stored.
    @Test
    void keepsTheRecipientWhenTheReportCannotBeStored() {
        bench.queue.full = true;

        ListQueue.OneClaim claim = bench.deliver("nosuch@mx.exam.test", "bob@mx.exam.test");

        assertThat(claim.left()).containsExactly("nosuch@mx.exam.test");
        assertThat(bench.mailboxes).containsOnlyKeys("bob");
    }

    @Test
    void returnsWhatIsTooOld() {
        busy("bob");
        Envelope envelope = bench.envelope("bob@mx.exam.test");
        bench.clock.advance(Duration.ofDays(5).plusSeconds(1));

        ListQueue.OneClaim claim = bench.deliver(envelope);

        assertThat(claim.endings).containsExactly("done");
        assertThat(onlyReport())
                .contains(
                        "Message could not be delivered for 5 days\nMessage will be deleted from queue\n",
                        "Status: 4.4.7\n");
        assertThat(bench.log()).contains("msg1: report1: sender notify: Cannot send message for 5 days");
    }

    /// Timeout.queuereturn and Timeout.queuewarn, each for its kind of mail.
    @ParameterizedTest
    @CsvSource({
        "urgent, 100, quiet",
        "urgent, 130, warned",
        "urgent, 3700, returned",
        "normal, 3700, warned",
        "'', 3700, warned",
        "normal, 7300, returned",
        "non-urgent, 7300, warned",
        "non-urgent, 10900, returned"
    })
    void theUrgencyOfAMessageHasItsOwnTimes(String priority, int seconds, String result) {
        try (DeliveryBench other = new DeliveryBench(
                9,
                "O Timeout.queuereturn.urgent=1h\nO Timeout.queuereturn.normal=2h\n"
                        + "O Timeout.queuereturn.non-urgent=3h\nO Timeout.queuewarn.urgent=2m\n"
                        + "O Timeout.queuewarn.normal=1h\nO Timeout.queuewarn.non-urgent=2h\n",
                DeliveryLimits.defaults())) {
            other.mailboxAnswers.put(
                    "bob", new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.2", "disk full"));
            Envelope envelope = other.builder("bob@mx.exam.test")
                    .header(priority.isEmpty() ? List.of() : List.of(new HeaderField("Priority", " " + priority)))
                    .build();
            other.clock.advance(Duration.ofSeconds(seconds));
            assertThat(other.deliver(envelope).endings).containsExactly(result.equals("returned") ? "done" : "retry");
            assertThat(other.queue.committed).hasSize(result.equals("quiet") ? 0 : 1);
        }
    }

    @Test
    void warnsOnce() {
        busy("bob");
        Envelope envelope = bench.envelope("bob@mx.exam.test");
        bench.clock.advance(Duration.ofHours(4).plusSeconds(1));

        ListQueue.OneClaim first = bench.deliver(envelope);
        ListQueue.OneClaim second = bench.deliver(first.remaining.orElseThrow());

        assertThat(second.left()).containsExactly("bob@mx.exam.test");
        assertThat(first.remaining.orElseThrow().flags()).contains(EnvelopeFlag.WARNING_SENT);
        Envelope report = bench.queue.committed.getFirst().envelope();
        assertThat(header(report, "Subject")).isEqualTo("Warning: could not send message for past 4 hours");
        assertThat(onlyReport())
                .contains("THIS IS A WARNING MESSAGE ONLY", """
                        Warning: message still undelivered after 4 hours
                        Will keep trying until message is 5 days old
                        """, "Action: delayed\n", "Will-Retry-Until: ");
        assertThat(bench.log())
                .contains("msg1: report1: sender notify: Warning: could not send message for past 4 hours");
    }

    @Test
    void warnsNobodyAboutReportsAndBulkMail() {
        busy("bob");
        Envelope report = bench.builder("bob@mx.exam.test").sender("<>").build();
        Envelope bulk = bench.builder("bob@mx.exam.test")
                .header(List.of(new HeaderField("Precedence", " list")))
                .build();
        bench.clock.advance(Duration.ofHours(5));

        bench.deliver(report);
        bench.deliver(bulk);

        assertThat(bench.queue.committed).isEmpty();
    }

    /// PrivacyOptions=noreceipts.
    @Test
    void confirmsNothingWhenThatIsPrivate() {
        try (DeliveryBench quiet = new DeliveryBench(9, "O PrivacyOptions=noreceipts\n", DeliveryLimits.defaults())) {
            ListQueue.OneClaim claim = quiet.deliver(to(recipient(
                    "bob@mx.exam.test",
                    RecipientFlag.PRIMARY,
                    RecipientFlag.NOTIFY_GIVEN,
                    RecipientFlag.NOTIFY_SUCCESS)));
            assertThat(claim.endings).containsExactly("done");
            assertThat(quiet.queue.committed).isEmpty();
        }
    }

    /// No backscatter: what the rules throw away is reported to nobody.
    @Test
    void saysNothingOfWhatIsDiscarded() {
        try (DeliveryBench strict = new DeliveryBench(
                9, "Scheck_compat\nR$* $| $* smart . test $*\t$#discard $: discard\n", DeliveryLimits.defaults())) {
            ListQueue.OneClaim claim = strict.deliver(to(recipient(
                    "u@smart.test",
                    RecipientFlag.PRIMARY,
                    RecipientFlag.NOTIFY_GIVEN,
                    RecipientFlag.NOTIFY_FAILURE,
                    RecipientFlag.NOTIFY_DELAY)));
            assertThat(claim.endings).containsExactly("done");
            assertThat(strict.queue.committed).isEmpty();
        }
    }

    @Test
    void confirmsADeliveryWhenAsked() {
        bench.deliver(to(recipient(
                "bob@mx.exam.test", RecipientFlag.PRIMARY, RecipientFlag.NOTIFY_GIVEN, RecipientFlag.NOTIFY_SUCCESS)));

        assertThat(header(bench.queue.committed.getFirst().envelope(), "Subject"))
                .isEqualTo("Return receipt");
        assertThat(onlyReport())
                .contains("bob@mx.exam.test  (successfully delivered to mailbox)", "Action: delivered (to mailbox)");
    }
}
