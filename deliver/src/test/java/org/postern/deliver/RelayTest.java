package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.DeliverBy;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// Relaying to next hops that behave and misbehave. The expected log lines are those of the real sendmail 8.17 for the
/// same replies.
final class RelayTest {
    private ScriptedHost host;
    private DeliveryBench bench;

    @BeforeEach
    void open() throws IOException {
        host = new ScriptedHost();
        bench = new DeliveryBench(host.port());
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        host.close();
    }

    private static String line(String id, String rest) {
        return id + ": to=" + rest;
    }

    @Test
    void relaysToASmartHost() {
        ListQueue.OneClaim claim = bench.deliver("<u@smart.test>");

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.commands())
                .containsExactly(
                        "EHLO mx.exam.test",
                        "MAIL From:<sender@from.test> SIZE="
                                + size(host.messages().getFirst()),
                        "RCPT To:<u@smart.test>",
                        "DATA");
        assertThat(host.messages())
                .containsExactly(
                        "Received: from a by b\nFrom: sender@from.test\nTo: somebody\nSubject: test\n\nbody\n");
        assertThat(bench.log())
                .containsExactly(line(
                        "msg1",
                        "<u@smart.test>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=30000, "
                                + "relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (stored)"));
    }

    private static int size(String message) {
        return message.length();
    }

    @Test
    void usesTheConnectionAgain() {
        bench.deliver("<u@smart.test>");
        bench.deliver("<v@smart.test>");

        assertThat(host.connections()).isEqualTo(1);
        assertThat(host.messages()).hasSize(2);
        assertThat(bench.service.figures().reused()).isEqualTo(1);
        assertThat(bench.service.figures().idleConnections()).isEqualTo(1);
    }

    @Test
    void replacesAConnectionThatWasClosedMeanwhile() throws IOException {
        bench.deliver("<u@smart.test>");
        host.hangUp();

        ListQueue.OneClaim claim = bench.deliver("<v@smart.test>");

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.connections()).isEqualTo(2);
        assertThat(host.messages()).hasSize(2);
    }

    @Test
    void keepsRefusedRecipientsApart() {
        host.answer("RCPT To:<bad", "550 5.1.1 no such user")
                .answer("RCPT To:<full", "552 5.2.2 full")
                .answer("RCPT To:<later", "450 4.2.0 try later");

        ListQueue.OneClaim claim = bench.deliver(
                "u1@smart.test", "u2@smart.test", "bad@smart.test", "full@smart.test", "later@smart.test");

        String common =
                ", delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=30000, " + "relay=[127.0.0.1] [127.0.0.1], dsn=";
        assertThat(bench.log())
                .containsExactly(
                        line(
                                "msg1",
                                "later@smart.test" + common
                                        + "4.2.0, reply=450 4.2.0 try later, stat=Deferred: 450 4.2.0 try later"),
                        line(
                                "msg1",
                                "full@smart.test" + common + "5.2.2, reply=552 5.2.2 full, stat=Service unavailable"),
                        line(
                                "msg1",
                                "bad@smart.test" + common + "5.1.1, reply=550 5.1.1 no such user, stat=User unknown"),
                        line("msg1", "u2@smart.test,u1@smart.test" + common + "2.0.0, stat=Sent (stored)"),
                        "msg1: report1: DSN: User unknown");
        assertThat(claim.endings).containsExactly("retry");
        assertThat(claim.left()).containsExactly("later@smart.test");
        // the queue counts the attempt when it takes the message back
        assertThat(claim.remaining.orElseThrow().attempts()).isZero();
        assertThat(claim.remaining.orElseThrow().statusMessage()).contains("Deferred: 450 4.2.0 try later");
    }

    @Test
    void defersWhenTheConnectionIsRefused() throws IOException {
        host.close();

        ListQueue.OneClaim claim = bench.deliver("u@smart.test");

        assertThat(bench.log())
                .containsExactly(line(
                        "msg1",
                        "u@smart.test, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=30000, "
                                + "relay=[127.0.0.1] [127.0.0.1], dsn=4.4.1, "
                                + "stat=Deferred: Connection refused by [127.0.0.1]"));
        assertThat(claim.left()).containsExactly("u@smart.test");
    }

    @Test
    void goesOnToTheNextHostOfAList() {
        ListQueue.OneClaim claim = bench.deliver("u@two.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.messages()).hasSize(1);
    }

    @Test
    void leavesADeadHostAloneForAWhile() throws IOException {
        host.close();
        bench.deliver("u@smart.test");
        try (ServerSocket again = new ServerSocket(host.port(), 5, InetAddress.ofLiteral("127.0.0.1"))) {
            bench.deliver("u@smart.test");
            again.setSoTimeout(1);
            assertThat(bench.service.figures().connections()).isZero();
        }
        assertThat(bench.log()).hasSize(2);
        assertThat(bench.log().getLast()).endsWith("stat=Deferred: Connection refused by [127.0.0.1]");
    }

    /// Whatever happens at whatever moment, a message is delivered once or stays in the queue.
    @ParameterizedTest
    @CsvSource({
        "EHLO, DROP",
        "EHLO, 421 4.3.2 go away",
        "MAIL, DROP",
        "MAIL, 421 4.3.2 closing",
        "MAIL, 451 4.3.0 later",
        "RCPT, DROP",
        "RCPT, 421 4.3.2 closing",
        "RCPT, 452 4.5.3 too many",
        "DATA, DROP",
        "DATA, 421 4.3.2 closing",
        "DATA, 451 4.3.0 no",
        "., DROP",
        "., 421 4.3.2 closing",
        "., 452 4.3.1 disk"
    })
    void losesNothingAtAnyPhase(String phase, String reply) {
        host.answer(phase, reply);

        ListQueue.OneClaim claim = bench.deliver("u@smart.test", "v@smart.test");

        assertThat(claim.endings).containsExactly("retry");
        assertThat(claim.left()).containsExactlyInAnyOrder("u@smart.test", "v@smart.test");
        assertThat(bench.queue.committed).isEmpty();
        assertThat(bench.log()).allMatch(line -> line.contains("stat=Deferred"));

        host.good(phase);
        bench.service.forgetDeadHosts();
        ListQueue.OneClaim again = bench.deliver(claim.remaining.orElseThrow());
        assertThat(again.endings).containsExactly("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"554 5.3.2 no thanks", "554 no thanks"})
    void bouncesWhenTheOnlyHostRefusesToTalk(String greeting) {
        host.greeting(greeting);

        ListQueue.OneClaim claim = bench.deliver("u@smart.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.log().getFirst()).contains("dsn=5.5.0, reply=" + greeting + ", stat=Service unavailable");
        assertThat(bench.queue.committed).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "DATA", "."})
    void bouncesWhatIsRefusedForEver(String phase) {
        host.answer(phase, "554 5.6.0 bad content");

        ListQueue.OneClaim claim = bench.deliver("u@smart.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.log().getFirst()).contains("dsn=5.6.0, reply=554 5.6.0 bad content, stat=Service unavailable");
        assertThat(bench.queue.committed).hasSize(1);
    }

    @Test
    void decidesForEachRecipientOfLmtp() {
        host.answer("RCPT To:<a@", "550 5.1.1 no").answer(".1", "452 4.2.2 full");

        ListQueue.OneClaim claim = bench.deliver("c@lmtp.test", "b@lmtp.test", "a@lmtp.test");

        assertThat(host.commands().getFirst()).isEqualTo("LHLO mx.exam.test");
        assertThat(claim.left()).containsExactly("c@lmtp.test");
        assertThat(bench.log())
                .anyMatch(line -> line.contains("to=a@lmtp.test") && line.endsWith("stat=User unknown"))
                .anyMatch(line -> line.contains("to=b@lmtp.test") && line.contains("stat=Sent"))
                .anyMatch(line -> line.contains("to=c@lmtp.test") && line.contains("stat=Deferred"));
    }

    @Test
    void neverSendsABareLineEndOrAnEarlyEnd() {
        ListQueue.OneClaim claim = bench.deliver(new ListQueue.OneClaim(
                bench.envelope("u@smart.test"), "one\r\n.\r\nMAIL From:<x@y>\n.\nbare\rcr\n.dot"));

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.messages()).hasSize(1);
        assertThat(host.messages().getFirst()).endsWith("\n\none\n.\nMAIL From:<x@y>\n.\nbare cr\n.dot\n");
    }

    @Test
    void sendsChunksWhereTheyAreOffered() {
        host.hello("250-sink.test\r\n250-PIPELINING\r\n250 CHUNKING");
        String odd = "one\r\n.\r\nMAIL From:<x@y>\n.\nbare\rcr\n.dot";
        String large = "0123456789\n".repeat(20_000) + ".";

        for (String body : List.of(odd, large)) {
            for (String recipient : List.of("u@smart.test", "u@lmtp.test")) {
                ListQueue.OneClaim claim = bench.deliver(
                        new ListQueue.OneClaim(bench.envelope(recipient, "v@" + recipient.substring(2)), body));
                assertThat(claim.endings).containsExactly("done");
            }
        }

        assertThat(host.messages()).hasSize(4);
        assertThat(host.messages().getFirst()).endsWith("\n\none\n.\nMAIL From:<x@y>\n.\nbare cr\n.dot\n");
        assertThat(host.messages().get(1)).endsWith("\n.dot\n");
        assertThat(host.messages().get(2)).endsWith("\n\n" + large + "\n");
        assertThat(host.commands("DATA")).isEmpty();
        assertThat(host.commands("BDAT"))
                .hasSize(10)
                .filteredOn(line -> line.endsWith(" LAST"))
                .hasSize(4);
    }

    /// As the real program: the line has neither dsn nor relay.
    @Test
    void mailersWithTheirFlagsAreLeftForRuns() {
        try (DeliveryBench held = new DeliveryBench(
                host.port(),
                "O HoldExpensive=true\n"
                        + "Mdear, P=[IPC], F=mDFMuXae, S=11, R=0, E=\\r\\n, A=TCP $h " + host.port() + "\n"
                        + "Masked, P=[IPC], F=mDFMuXa%, S=11, R=0, E=\\r\\n, A=TCP $h " + host.port() + "\n"
                        + "SParse=0\nR$- @ $- . held . test\t$#$2 $@ [127.0.0.1] $: $1 @ h.test\n",
                DeliveryLimits.defaults())) {
            for (String mailer : List.of("dear", "asked")) {
                ListQueue.OneClaim claim = held.deliver("u@" + mailer + ".held.test");
                assertThat(claim.left()).containsExactly("u@" + mailer + ".held.test");
                assertThat(claim.remaining.orElseThrow().statusMessage()).isEmpty();
                assertThat(held.log().getLast())
                        .endsWith(": to=u@" + mailer + ".held.test, delay=00:00:00, mailer=" + mailer
                                + ", pri=30000, stat=queued");
            }
            ListQueue.OneClaim asked =
                    held.deliver(new ListQueue.OneClaim(held.envelope("u@asked.held.test"), "text\n").asChosen());
            assertThat(asked.endings).containsExactly("done");
        }
    }

    /// Flag `Z`: once more after DialDelay.
    @Test
    void dialsAgain() throws IOException {
        int port = host.port();
        host.close();
        try (DeliveryBench twice = new DeliveryBench(
                port,
                "O DialDelay=30s\n"
                        + "Mdial, P=[IPC], F=mDFMuXaZ, S=11, R=0, E=\\r\\n, A=TCP $h " + port + "\n"
                        + "SParse=0\nR$- @ dial . test\t$#dial $@ [127.0.0.1] $: $1 @ h.test\n",
                DeliveryLimits.defaults())) {
            long before = twice.clock.epochSeconds();
            assertThat(twice.deliver("u@dial.test").left()).hasSize(1);
            assertThat(twice.clock.epochSeconds() - before).isEqualTo(30);
        }
    }

    /// DELIVERBY (RFC 2852) with what is left of the time, and what reports are wanted, where the host takes
    /// it.
    @Test
    void carriesTheWishesOfTheSenderOn() {
        host.hello("250-sink.test\r\n250-DSN\r\n250 DELIVERBY");
        Recipient recipient = new Recipient(
                "u@smart.test",
                Set.of(RecipientFlag.PRIMARY, RecipientFlag.NOTIFY_GIVEN, RecipientFlag.NOTIFY_DELAY),
                Optional.of("rfc822;o@smart.test"),
                Optional.empty(),
                Optional.empty());
        Envelope envelope = bench.builder("u@smart.test")
                .recipients(List.of(recipient))
                .envelopeId(Optional.of("env1"))
                .deliverBy(Optional.of(new DeliverBy(300, true, true)))
                .build();
        bench.clock.advance(Duration.ofSeconds(100));

        assertThat(bench.deliver(envelope).endings).containsExactly("done");
        assertThat(host.commands("MAIL").getFirst()).contains(" BY=200;RT", " ENVID=env1");
        assertThat(host.commands("RCPT"))
                .containsExactly("RCPT To:<u@smart.test> NOTIFY=DELAY ORCPT=rfc822;o@smart.test");
    }

    /// CheckpointInterval: what a crash would leave, after each so many recipients.
    @Test
    void notesHowFarAMessageIs() {
        DeliveryLimits usual = DeliveryLimits.defaults();
        DeliveryLimits one = new DeliveryLimits(
                usual.messages(),
                1,
                usual.connectionsAtFirst(),
                usual.connectionsAtMost(),
                usual.slotWait(),
                usual.idleConnections(),
                usual.idleTime(),
                usual.deadHostTime(),
                usual.rememberedHosts(),
                usual.exchangers(),
                usual.addressesPerHost(),
                usual.recipients());
        host.answer("RCPT To:<b@", "451 4.2.0 later");
        String[] all = {"a@smart.test", "b@smart.test", "c@two.test", "d@lmtp.test", "bob@mx.exam.test"};
        try (DeliveryBench often = new DeliveryBench(host.port(), "O CheckpointInterval=1\n", one);
                DeliveryBench never = new DeliveryBench(host.port(), "O CheckpointInterval=0\n", one);
                DeliveryBench rarely = new DeliveryBench(host.port(), "O CheckpointInterval=2\n", one)) {
            assertThat(often.deliver(all).checkpoints)
                    .containsExactly(
                            List.of("c@two.test", "d@lmtp.test", "bob@mx.exam.test", "b@smart.test"),
                            List.of("d@lmtp.test", "bob@mx.exam.test", "b@smart.test"),
                            List.of("bob@mx.exam.test", "b@smart.test"));
            assertThat(rarely.deliver(all).checkpoints)
                    .containsExactly(List.of("d@lmtp.test", "bob@mx.exam.test", "b@smart.test"));
            assertThat(never.deliver(all).checkpoints).isEmpty();
        }
    }

    @Test
    void aRefusedChunkRefusesTheMessage() {
        host.hello("250-sink.test\r\n250-PIPELINING\r\n250 CHUNKING").answer("BDAT", "452 4.3.1 disk full");
        for (String recipient : List.of("u@smart.test", "u@lmtp.test")) {
            ListQueue.OneClaim claim =
                    bench.deliver(new ListQueue.OneClaim(bench.envelope(recipient), "0123456789\n".repeat(20_000)));
            assertThat(claim.left()).containsExactly(recipient);
        }
        assertThat(bench.log())
                .filteredOn(line -> line.contains("452 4.3.1 disk full"))
                .hasSize(2);
        assertThat(host.messages()).isEmpty();
    }

    /// A host that asks for less mail has half of its places from then on: of two messages at a time one has to wait.
    @ParameterizedTest
    @CsvSource({
        "451 4.7.1 not so fast, true",
        "450 4.3.2 busy, true",
        "452 4.4.5 congested, true",
        "421 4.3.2 closing, true",
        "450 4.2.1 this mailbox only, false",
        "550 5.7.1 no, false"
    })
    void anAnswerThatAsksForLessHalvesThePlaces(String reply, boolean halves) throws Exception {
        try (DeliveryBench few = withPlaces(2)) {
            host.answer("MAIL From:<much@", reply);
            few.deliver(few.builder("u@smart.test").sender("<much@from.test>").build());
            whileOnePlaceIsTaken(few, () -> {
                ListQueue.OneClaim second = few.deliver("v@smart.test");
                assertThat(second.endings).containsExactly(halves ? "release" : "done");
            });
            assertThat(few.log())
                    .as("waiting for a turn is no attempt")
                    .noneMatch(line -> line.contains("too many connections"));
        }
    }

    private DeliveryBench withPlaces(int places) {
        DeliveryLimits usual = DeliveryLimits.defaults();
        DeliveryLimits few = new DeliveryLimits(
                usual.messages(),
                usual.groupsPerMessage(),
                places,
                places,
                Duration.ZERO,
                usual.idleConnections(),
                usual.idleTime(),
                usual.deadHostTime(),
                usual.rememberedHosts(),
                usual.exchangers(),
                usual.addressesPerHost(),
                usual.recipients());
        return new DeliveryBench(host.port(), "", few);
    }

    private void whileOnePlaceIsTaken(DeliveryBench few, Runnable work) throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        host.answer("MAIL From:<slow@", "SILENCE").whenSilent(hanging::countDown);
        ListQueue.OneClaim slow = new ListQueue.OneClaim(
                few.builder("u@smart.test").sender("<slow@from.test>").build(), "body\n");
        Thread first = Thread.ofVirtual().start(() -> few.deliver(slow));
        hanging.await();
        try {
            work.run();
        } finally {
            host.answer("MAIL From:<slow@", "DROP");
            host.hangUp();
            first.join();
        }
    }

    /// Another host was there, or at least asked: that is an attempt, and what it gave is the reason.
    @Test
    void aMessageThatAnotherHostWasAskedForIsDeferred() throws Exception {
        try (DeliveryBench few = withPlaces(1)) {
            whileOnePlaceIsTaken(few, () -> {
                ListQueue.OneClaim second = few.deliver("v@two.test");
                assertThat(second.endings).containsExactly("retry");
                assertThat(second.remaining.orElseThrow().statusMessage())
                        .contains("Deferred: Connection refused by [127.0.0.2]");
            });
        }
    }

    /// The members of a list went into another envelope: this one must not come back with the list still in it.
    @Test
    void aMessageThatWasDividedStaysDividedWhileItWaitsForAPlace() throws Exception {
        try (DeliveryBench few = withPlaces(1)) {
            few.aliases.put("list", "alice, bob");
            few.aliases.put("owner-list", "boss, deputy");
            whileOnePlaceIsTaken(few, () -> {
                ListQueue.OneClaim second = few.deliver("list@mx.exam.test", "v@smart.test");
                assertThat(few.queue.committed).hasSize(1);
                assertThat(second.endings).containsExactly("retry");
                assertThat(second.left()).containsExactly("v@smart.test");
            });
        }
    }

    @Test
    void rewritesTheSenderForTheMailer() {
        bench.deliver(bench.builder("u@smart.test").sender("root").build());

        assertThat(host.commands("MAIL").getFirst()).startsWith("MAIL From:<root@rewritten.test>");
    }

    @Test
    void sendsTheNullSender() {
        bench.deliver(bench.builder("u@smart.test").sender("<>").build());

        assertThat(host.commands("MAIL").getFirst()).startsWith("MAIL From:<> ");
    }

    @Test
    void choosesHeaderFieldsByMailerFlags() {
        bench.deliver(bench.builder("u@smart.test")
                .flags(Set.of(EnvelopeFlag.DELETE_BCC))
                .header(List.of(
                        new HeaderField("Return-Path", " <forged@x>"),
                        new HeaderField("Date", " today", "D"),
                        new HeaderField("Full-Name", " Somebody", "x"),
                        new HeaderField("Bcc", " secret@x.test"),
                        new HeaderField("Subject", " folded\n\ttext")))
                .build());

        assertThat(host.messages()).containsExactly("Date: today\nSubject: folded\n\ttext\n\nbody\n");
    }

    private ListQueue.OneClaim deliverInternational(String recipient, String subject) {
        return bench.deliver(bench.builder(recipient)
                .flags(Set.of(EnvelopeFlag.INTERNATIONAL))
                .header(List.of(new HeaderField("Subject", subject)))
                .build());
    }

    @Test
    void asksForInternationalMailWhereItIsOffered() {
        host.hello("250-sink.test\r\n250-DSN\r\n250 SMTPUTF8");

        ListQueue.OneClaim claim = deliverInternational("d\u00c3\u00b6@smart.test", " plain");

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.commands("MAIL")).containsExactly("MAIL From:<sender@from.test> SMTPUTF8");
        assertThat(host.commands("RCPT")).containsExactly("RCPT To:<d\u00c3\u00b6@smart.test>");
    }

    @ParameterizedTest
    @CsvSource({"d\u00c3\u00b6@smart.test, plain", "u@smart.test, d\u00c3\u00b6"})
    void returnsInternationalMailThatTheNextHostCannotTake(String recipient, String subject) {
        ListQueue.OneClaim claim = deliverInternational(recipient, " " + subject);

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.commands("MAIL")).isEmpty();
        assertThat(bench.queue.committed.getFirst().body())
                .contains("554 5.6.7 Server does not support SMTPUTF8\n", "\nStatus: 5.6.7\n");
    }

    @Test
    void sendsToAnyHostWhatNeedsNoInternationalMail() {
        ListQueue.OneClaim claim = deliverInternational("u@smart.test", " plain");

        assertThat(claim.endings).containsExactly("done");
        assertThat(host.commands("MAIL").getFirst()).doesNotContain("SMTPUTF8");
    }
}
