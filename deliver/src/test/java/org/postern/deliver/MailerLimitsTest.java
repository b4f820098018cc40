package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The numbers of a mailer line, and who shares a transaction.
final class MailerLimitsTest {
    private final List<DeliveryBench> benches = new ArrayList<>();
    private final ScriptedHost host;

    MailerLimitsTest() throws IOException {
        host = new ScriptedHost();
    }

    @AfterEach
    void close() throws IOException {
        benches.forEach(DeliveryBench::close);
        host.close();
    }

    private DeliveryBench bench(String moreOfMailer, String moreCf) {
        String cf = moreCf + "Mlimited, P=[IPC], F=mDFMuXa, S=0, R=0, E=\\r\\n, A=TCP $h " + host.port()
                + moreOfMailer + "\nSParse=0\n"
                + "R$+ @ limited . test\t$#limited $@ [127.0.0.1] $: $1 @ limited.test\n"
                + "R$+ @ $- . shared . test\t$#limited $@ $2 . shared . test $: $1 @ $2 . shared . test\n";
        DeliveryBench bench = new DeliveryBench(host.port(), cf, DeliveryLimits.defaults());
        benches.add(bench);
        return bench;
    }

    /// `r=`: no more recipients than that in one transaction.
    @Test
    void recipientsOfOneMessage() {
        String[] five = {"a@limited.test", "b@limited.test", "c@limited.test", "d@limited.test", "e@limited.test"};
        assertThat(bench(", r=2", "").deliver(five).endings).containsExactly("done");
        assertThat(host.recipientsPerMessage()).containsExactlyInAnyOrder(2, 2, 1);
        assertThat(host.commands("RCPT")).hasSize(5).doesNotHaveDuplicates();
    }

    /// `m=`: the connection ends after so many messages.
    @Test
    void messagesOfOneConnection() {
        DeliveryBench two = bench(", m=2", "");
        for (int i = 0; i < 5; i++) {
            assertThat(two.deliver("u" + i + "@limited.test").endings).containsExactly("done");
        }
        assertThat(host.messages()).hasSize(5);
        assertThat(host.connections()).isEqualTo(3);
    }

    /// `M=`: what is larger goes back at once.
    @Test
    void bytesOfOneMessage() {
        DeliveryBench small = bench(", M=200", "");
        ListQueue.OneClaim claim =
                small.deliver(new ListQueue.OneClaim(small.envelope("u@limited.test"), "0123456789\n".repeat(30)));
        assertThat(claim.endings).containsExactly("done");
        assertThat(host.messages()).isEmpty();
        assertThat(small.log().getFirst()).contains("dsn=5.3.4", "Message is too large; 200 bytes max");
        assertThat(small.deliver("u@limited.test").endings).containsExactly("done");
        assertThat(host.messages()).hasSize(1);
    }

    /// Flag `I`, which goes by what the other sendmail is told, not by what it answers.
    @Test
    void anotherSendmailIsToldToBeVerbose() {
        assertThat(bench(", F=mDFMuXaI", "").deliver("u@limited.test").endings).containsExactly("done");
        assertThat(host.commands("VERB")).hasSize(1);
        assertThat(bench("", "").deliver("u@limited.test").endings).containsExactly("done");
        assertThat(host.commands("VERB")).hasSize(1);
    }

    /// `L=`: a longer line is broken with an exclamation mark, as sendmail does.
    @Test
    void charactersOfOneLine() {
        DeliveryBench narrow = bench(", L=20", "");
        narrow.deliver(new ListQueue.OneClaim(narrow.envelope("u@limited.test"), "x".repeat(50) + "\n"));
        assertThat(host.messages().getFirst())
                .endsWith("\n" + "x".repeat(19) + "!\n" + " " + "x".repeat(18) + "!\n" + " " + "x".repeat(13) + "\n");
    }

    private DeliveryBench exchangers(String option) {
        DeliveryBench bench = bench("", option);
        for (String domain : List.of("a.shared.test", "b.shared.test")) {
            bench.dns.exchanger(domain, 10, "mx.shared.test").exchanger(domain, 20, "backup.shared.test");
        }
        bench.dns.exchanger("c.shared.test", 10, "mx.shared.test");
        bench.dns.broken("d.shared.test");
        bench.dns.address("mx.shared.test", "127.0.0.1");
        return bench;
    }

    /// FastSplit 0: hosts with the same exchangers share a transaction.
    @Test
    void hostsWithTheSameExchangersGoTogether() {
        DeliveryBench bench = exchangers("O FastSplit=0\n");
        ListQueue.OneClaim claim = bench.deliver(
                "u@a.shared.test", "u@b.shared.test", "u@c.shared.test", "u@d.shared.test", "v@b.shared.test");
        assertThat(claim.left()).containsExactly("u@d.shared.test");
        assertThat(host.recipientsPerMessage()).containsExactlyInAnyOrder(3, 1);
    }

    /// FastSplit above 0, as it is without the option.
    @Test
    void eachHostStandsForItselfAtTheFirstAttempt() {
        String[] recipients = {"u@a.shared.test", "u@b.shared.test", "u@c.shared.test", "v@b.shared.test"};
        DeliveryBench first = exchangers("");
        first.deliver(recipients);
        assertThat(host.recipientsPerMessage()).containsExactlyInAnyOrder(1, 2, 1);

        DeliveryBench again = exchangers("");
        again.deliver(again.builder(recipients).attempts(1).build());
        assertThat(host.recipientsPerMessage()).containsExactlyInAnyOrder(1, 2, 1, 3, 1);
    }
}
