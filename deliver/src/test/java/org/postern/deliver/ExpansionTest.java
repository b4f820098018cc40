package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.AddressList;
import org.postern.mail.ControllingUser;

/// Local names: aliases, loops, owners, forwarding, mailboxes.
final class ExpansionTest {
    private final DeliveryBench bench = new DeliveryBench(1);

    @AfterEach
    void close() {
        bench.close();
    }

    private void alias(String name, String value) {
        bench.aliases.put(name, value);
    }

    @Test
    void deliversToAMailbox() {
        ListQueue.OneClaim claim = bench.deliver("<bob@mx.exam.test>");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes.get("bob")).containsExactly("""
                        From sender@from.test
                        Return-Path: <sender@from.test>
                        Received: from a by b
                        From: sender@from.test
                        To: somebody
                        Subject: test

                        body
                        """);
        assertThat(bench.log())
                .containsExactly("msg1: to=<bob@mx.exam.test>, delay=00:00:00, xdelay=00:00:00, mailer=local, "
                        + "pri=30000, relay=local, dsn=2.1.5, stat=Sent");
        assertThat(bench.details()).containsExactly("msg1: done; delay=00:00:00, ntries=1");
    }

    @Test
    void refusesAnUnknownUser() {
        ListQueue.OneClaim claim = bench.deliver("nosuch@mx.exam.test", "bob@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes).containsOnlyKeys("bob");
        assertThat(bench.log())
                .contains(
                        "msg1: to=nosuch@mx.exam.test, delay=00:00:00, mailer=local, pri=30000, dsn=5.1.1, "
                                + "reply=550 5.1.1 User unknown, stat=User unknown",
                        "msg1: report1: DSN: User unknown");
    }

    @Test
    void expandsAnAliasOnceForEachMailbox() {
        alias("list", "alice, bob,\n\tcarol, Bob");

        bench.deliver("list@mx.exam.test");

        assertThat(bench.mailboxes).containsOnlyKeys("alice", "bob", "carol");
        assertThat(bench.mailboxes.values())
                .allSatisfy(messages -> assertThat(messages).hasSize(1));
        assertThat(bench.log()).allMatch(line -> line.contains("ctladdr=list@mx.exam.test (8/8)"));
    }

    @Test
    void dropsDuplicatesOfTheSender() {
        bench.deliver("bob@mx.exam.test", "<bob@mx.exam.test>", "BOB");

        assertThat(bench.mailboxes.get("bob")).hasSize(1);
        assertThat(bench.log()).hasSize(1);
    }

    /// As the real program: MeToo=false takes the sender out of lists, not out of the envelope.
    @Test
    void theSenderGetsNoCopyOfHisListWithoutMeToo() {
        try (DeliveryBench quiet =
                new DeliveryBench(9, "O MeToo=false\nO MaxForwardEntries=2\n", DeliveryLimits.defaults())) {
            quiet.aliases.put("all", "alice, bob, carol");
            quiet.deliver(
                    quiet.builder("all@mx.exam.test").sender("bob@mx.exam.test").build());
            assertThat(quiet.mailboxes).containsOnlyKeys("alice", "carol");
            quiet.deliver(
                    quiet.builder("bob@mx.exam.test").sender("bob@mx.exam.test").build());
            assertThat(quiet.mailboxes).containsKey("bob");
            quiet.forwardings.put(
                    "bob",
                    new UserFiles.Forwarding.To("dave, erin, frank\n", new ControllingUser("bob", 1001, 1001, "bob")));
            quiet.accounts.addAll(List.of("dave", "erin", "frank"));
            quiet.deliver("bob@mx.exam.test");
            assertThat(quiet.mailboxes).containsOnlyKeys("alice", "carol", "bob", "dave", "erin");
        }
    }

    @Test
    void whatWaitsIsSplitByTheGroupsOfItsRecipients() {
        try (DeliveryBench groups = new DeliveryBench(
                9,
                "Qmqueue, P=/var/spool/mqueue\nQslow, P=/var/spool/mqueue/slow, r=2\nSqueuegroup\n"
                        + "R$+ @ two . test\t$# slow\nR$+\t$# mqueue\n",
                DeliveryLimits.defaults())) {
            ListQueue.OneClaim claim = groups.deliver("u@smart.test", "a@two.test", "b@two.test", "c@two.test");
            assertThat(claim.left()).containsExactly("u@smart.test");
            assertThat(groups.queue.committed)
                    .extracting(stored -> stored.envelope().macros().get("queue_group") + " "
                            + stored.envelope().recipients().size())
                    .containsExactlyInAnyOrder("slow 2", "slow 1");
            assertThat(groups.deliver("a@two.test").left()).containsExactly("a@two.test");
        }
    }

    @Test
    void takesAReferenceToItselfAsTheMailbox() {
        alias("alice", "alice, bob");
        alias("carol", "\\carol, bob");

        bench.deliver("alice@mx.exam.test", "carol@mx.exam.test");

        assertThat(bench.mailboxes).containsOnlyKeys("alice", "bob", "carol");
    }

    /// FS-13, DOS-04: lists that contain each other.
    @Test
    void breaksALoop() {
        alias("one", "two");
        alias("two", "three");
        alias("three", "one, bob");

        ListQueue.OneClaim claim = bench.deliver("one@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes).containsOnlyKeys("bob");
        assertThat(bench.log())
                .anyMatch(line -> line.contains("dsn=5.4.6") && line.endsWith("stat=aliasing/forwarding loop broken"));
    }

    /// FS-13, DOS-05: a chain of lists without end.
    @Test
    void breaksAnEndlessChain() {
        for (int i = 0; i < 20; i++) {
            alias("chain" + i, "chain" + (i + 1));
        }

        ListQueue.OneClaim claim = bench.deliver("chain0@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.log().getFirst()).endsWith("stat=aliasing/forwarding loop broken (11 aliases deep; 10 max)");
    }

    @Test
    void looksForPlusDetailsByRuleSetFive() {
        alias("tag", "carol");

        bench.deliver("bob+detail@mx.exam.test", "tag+x@mx.exam.test");

        assertThat(bench.mailboxes).containsOnlyKeys("bob", "carol");
    }

    @Test
    void changesTheSenderForAListWithAnOwner() {
        alias("list", "alice, bob");
        alias("owner-list", "boss@from.test");

        ListQueue.OneClaim claim = bench.deliver("list@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes.getOrDefault("alice", List.of()))
                .singleElement()
                .asString()
                .startsWith("From boss@from.test\n");
    }

    @Test
    void splitsTheEnvelopeWhenOthersHaveNoOwner() {
        alias("list", "alice, bob");
        alias("owner-list", "boss, deputy");

        ListQueue.OneClaim claim = bench.deliver("list@mx.exam.test", "carol@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes).containsOnlyKeys("carol");
        assertThat(bench.queue.committed).hasSize(1);
        assertThat(bench.queue.committed.getFirst().envelope().sender()).isEqualTo("owner-list");
        assertThat(bench.queue.committed.getFirst().envelope().recipients())
                .extracting(recipient -> recipient.address())
                .containsExactly("alice", "bob");
        assertThat(bench.queue.committed.getFirst().body()).isEqualTo("body\n");
        assertThat(bench.log()).contains("msg1: report1: clone: owner=owner-list");
    }

    @Test
    void keepsTheListWhenTheSplitCannotBeStored() {
        alias("list", "alice, bob");
        alias("owner-list", "boss");
        bench.queue.full = true;

        ListQueue.OneClaim claim = bench.deliver("list@mx.exam.test", "carol@mx.exam.test");

        assertThat(claim.left()).containsExactly("list@mx.exam.test");
        assertThat(bench.mailboxes).containsOnlyKeys("carol");
    }

    @Test
    void handsProgramsAndFilesOfAnAliasToTheHelperWithTheirList() {
        alias("mixed", "bob, \"|/bin/cat\", /var/tmp/file");

        ListQueue.OneClaim claim = bench.deliver("mixed@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes).containsOnlyKeys("bob");
        assertThat(bench.members)
                .containsOnly(
                        Map.entry("\"|/bin/cat\"", ListOrigin.alias("mixed")),
                        Map.entry("/var/tmp/file", ListOrigin.alias("mixed")));
        assertThat(bench.log())
                .anyMatch(line -> line.contains("to=\"|/bin/cat\"")
                        && line.contains("ctladdr=mixed@mx.exam.test (8/8)")
                        && line.contains("mailer=prog")
                        && line.endsWith("stat=Sent"));
    }

    @Test
    void handsAllRecipientsOfAMailerWithAProgramToTheHelperAtOnce() {
        ListQueue.OneClaim claim = bench.deliver("a@gate.test", "\"b c\"@gate.test", "bob@mx.exam.test");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.mailboxes).containsOnlyKeys("bob");
        assertThat(bench.runs).singleElement().satisfies(run -> {
            assertThat(run.mailer()).isEqualTo("gate");
            assertThat(run.host()).isEqualTo("behind");
            assertThat(run.users()).containsExactlyInAnyOrder("a", "b c");
        });
        assertThat(bench.log())
                .anyMatch(line -> line.contains("mailer=gate") && line.endsWith("relay=behind, dsn=2.0.0, stat=Sent"));
    }

    /// CMD-03: nobody runs a program or writes a file by addressing it.
    @Test
    void refusesProgramsAndFilesThatNoListNames() {
        ListQueue.OneClaim claim = bench.deliver("\"|/bin/cat\"", "/var/tmp/file", ":include:/etc/passwd");

        assertThat(claim.endings).containsExactly("done");
        assertThat(bench.members).isEmpty();
        assertThat(bench.log())
                .anyMatch(line -> line.endsWith("stat=Cannot mail directly to programs"))
                .anyMatch(line -> line.endsWith("stat=Cannot mail directly to files"))
                .anyMatch(line -> line.endsWith("stat=Cannot mail directly to :include:s"));
    }

    @Test
    void findsTheListOfAWaitingMemberAgain() {
        alias("mixed", "\"|/bin/cat\", :include:/etc/list");
        bench.forwardings.put(
                "/etc/list",
                new UserFiles.Forwarding.To(
                        "/f\n", new ControllingUser("alice", 7, 7, ":include:/etc/list via mixed")));
        bench.forwardings.put(
                "bob", new UserFiles.Forwarding.To("\"|mine\"\n", new ControllingUser("bob", 1001, 1001, "bob")));
        HelperAnswer later = new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.2", "busy");
        bench.memberAnswers.putAll(Map.of("\"|/bin/cat\"", later, "/f", later, "\"|mine\"", later));

        ListQueue.OneClaim first = bench.deliver("mixed@mx.exam.test", "bob@mx.exam.test");
        assertThat(first.left()).containsExactlyInAnyOrder("\"|/bin/cat\"", "/f", "\"|mine\"");
        Map<String, ListOrigin> before = Map.copyOf(bench.members);
        bench.members.clear();
        bench.memberAnswers.clear();
        ListQueue.OneClaim second = bench.deliver(first.remaining.orElseThrow());

        assertThat(second.endings).containsExactly("done");
        assertThat(bench.members).isEqualTo(before).hasSize(3);
        assertThat(before)
                .containsEntry("/f", ListOrigin.alias("mixed").include("/etc/list"))
                .containsEntry("\"|mine\"", ListOrigin.forward("bob", ""));
    }

    @Test
    void readsAnIncludedList() {
        alias("list", ":include:/etc/list, alice");
        alias("bad", ":include:/etc/bad");
        bench.forwardings.put(
                "/etc/list",
                new UserFiles.Forwarding.To(
                        "bob, carol\n", new ControllingUser("mail", 8, 8, ":include:/etc/list via list")));
        bench.forwardings.put(
                "/etc/bad", new UserFiles.Forwarding.Unreadable("Cannot open /etc/bad: Group writable file"));

        bench.deliver("list@mx.exam.test", "bad@mx.exam.test");

        assertThat(bench.mailboxes).containsOnlyKeys("alice", "bob", "carol");
        assertThat(bench.log())
                .anyMatch(line -> line.contains("ctladdr=:include:/etc/list via list (8/8)"))
                .anyMatch(line ->
                        line.contains("dsn=5.2.4") && line.endsWith("stat=Cannot open /etc/bad: Group writable file"));
    }

    @Test
    void followsAForwardFile() {
        bench.forwardings.put(
                "bob", new UserFiles.Forwarding.To("carol, \\bob\n", new ControllingUser("bob", 1001, 1001, "bob")));
        bench.forwardings.put("alice", new UserFiles.Forwarding.Unavailable("cannot read .forward"));

        ListQueue.OneClaim claim = bench.deliver("bob@mx.exam.test", "alice@mx.exam.test");

        assertThat(bench.mailboxes).containsOnlyKeys("carol", "bob");
        assertThat(claim.left()).containsExactly("alice@mx.exam.test");
    }

    @Test
    void obeysTheRules() {
        ListQueue.OneClaim claim = bench.deliver("u@refused.test", "u@busy.test", "u@void.test");

        assertThat(claim.left()).containsExactly("u@busy.test");
        assertThat(bench.log())
                .contains("msg1: to=u@busy.test, delay=00:00:00, mailer=*error*, pri=30000, dsn=4.7.1, stat=queued")
                .anyMatch(line -> line.contains("to=u@refused.test") && line.contains("dsn=5.7.1"));
        assertThat(claim.remaining.orElseThrow().statusMessage()).contains("Deferred: 450 4.7.1 not now u");
    }

    @Test
    void takesTheMailboxAnswersAsTheyAre() {
        bench.mailboxAnswers.put("alice", new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.2", "disk full"));
        bench.mailboxAnswers.put("bob", new HelperAnswer.Failed(SysExit.CANNOT_CREATE, "5.2.0", "mailbox is a link"));
        bench.mailboxAnswers.put("carol", new HelperAnswer.Refused("not understood"));

        ListQueue.OneClaim claim = bench.deliver("alice", "bob", "carol");

        assertThat(claim.left()).containsExactlyInAnyOrder("alice", "carol");
        assertThat(bench.log())
                .anyMatch(line -> line.endsWith("dsn=4.2.2, stat=Deferred: disk full"))
                .anyMatch(line -> line.endsWith("dsn=5.2.0, stat=mailbox is a link"));
    }

    @Test
    void splitsAddressListsAsSendmailDoes() {
        assertThat(AddressList.split("a, b ,\n c")).containsExactly("a", "b", "c");
        assertThat(AddressList.split("a b")).containsExactly("a b");
        assertThat(AddressList.splitOldStyle("a b")).containsExactly("a", "b");
        assertThat(AddressList.splitOldStyle("a b, c")).containsExactly("a b", "c");
        assertThat(AddressList.split("\"|prog a, b\", x")).containsExactly("\"|prog a, b\"", "x");
        assertThat(AddressList.split("Joe (a, b) <joe@x>, <@r,@s:y@z>"))
                .containsExactly("Joe (a, b) <joe@x>", "<@r,@s:y@z>");
        assertThat(AddressList.split("|prog with blanks")).containsExactly("|prog with blanks");
        assertThat(AddressList.split(" , ,")).isEqualTo(List.of());
        assertThat(Optional.of(AddressList.split("a\\,b"))).contains(List.of("a\\,b"));
    }

    /// DOS-05: a tree of lists with a million ends stops at the limit, one address expanded again and again is one.
    @Test
    void dos05ExpansionIsBoundedAndEachMailboxCountsOnce() {
        StringBuilder many = new StringBuilder("u0@far.test");
        for (int i = 1; i < 25_000; i++) {
            many.append(",u").append(i).append("@far.test");
        }
        alias("many", many.toString());
        for (int level = 0; level < 10; level++) {
            String next = level == 9 ? "bob" : "t" + (level + 1);
            alias("t" + level, next + "," + next + ",x" + level);
            alias("x" + level, next);
        }
        ListQueue.OneClaim tree = bench.deliver("t0@mx.exam.test");
        assertThat(tree.endings).containsExactly("done");
        assertThat(bench.mailboxes.get("bob")).hasSize(1);

        bench.deliver("many@mx.exam.test");
        assertThat(bench.log().stream().filter(line -> line.contains("Too many recipients after expansion")))
                .hasSize(25_001 - DeliveryLimits.defaults().recipients());
    }
}
