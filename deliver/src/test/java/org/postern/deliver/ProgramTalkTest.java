package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperOutput;
import org.postern.helperwire.HelperPair;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.HelperServer;
import org.postern.helperwire.PairLimits;

/// Programs of mailers that are spoken to in LMTP or SMTP; the helper's place takes one that leads to a scripted host.
/// The log lines are those of the real sendmail 8.17.
final class ProgramTalkTest {
    private final List<HelperRequest.TalkToMailer> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<HelperAnswer> refusal = Optional.empty();
    private ScriptedHost host;
    private DeliveryBench bench;
    private HelperClient helper;

    @BeforeEach
    void open() throws IOException {
        host = new ScriptedHost();
        bench = new DeliveryBench(
                host.port(),
                "Mlm, P=/usr/lib/lm, F=mDFMuXz, S=11, R=0, E=\\r\\n, T=DNS/RFC822/SMTP, A=lm -l\n"
                        + "Mown, P=/usr/lib/own, F=lmDFMuXz, S=11, R=0, E=\\r\\n, A=own\n"
                        + "Mold, P=/usr/lib/old, F=mDFMuX, S=11, R=0, E=\\r\\n, A=old\n"
                        + "SParse=0\nR$- @ $- . talk . test\t$#$2 $@ lh $: $1\n",
                DeliveryLimits.defaults());
        Pipe asked = Pipe.open();
        Pipe answered = Pipe.open();
        HelperPair far =
                new HelperPair(Channels.newInputStream(asked.source()), Channels.newOutputStream(answered.sink()));
        Thread.ofPlatform().daemon().start(() -> new HelperServer(far, PairLimits.usual(), this::handle).serve());
        helper = new HelperClient(
                new HelperPair(Channels.newInputStream(answered.source()), Channels.newOutputStream(asked.sink())),
                PairLimits.usual(),
                () -> {});
        bench.talks(helper::talkToMailer);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        helper.close();
        host.close();
    }

    /// What the helper does, with a scripted host for the program.
    private HelperAnswer handle(HelperRequest request, InputStream said, HelperOutput output) throws IOException {
        requests.add((HelperRequest.TalkToMailer) request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try (Socket program = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            Thread speaker = Thread.ofPlatform().daemon().start(() -> {
                byte[] piece = new byte[4096];
                try {
                    InputStream from = program.getInputStream();
                    for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                        output.write(piece, count);
                    }
                } catch (IOException _) {
                    // it hung up
                }
            });
            said.transferTo(program.getOutputStream());
            program.shutdownOutput();
            speaker.join();
            return new HelperAnswer.Delivered("2.0.0", "");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void decidesForEachRecipientByLmtp() {
        host.answer("RCPT To:<a>", "550 5.1.1 no such user").answer(".1", "452 4.2.2 full");

        ListQueue.OneClaim claim = bench.deliver("c@lm.talk.test", "b@lm.talk.test", "a@lm.talk.test");

        assertThat(requests)
                .containsExactly(new HelperRequest.TalkToMailer("msg1", "sender@from.test", "lm", "lh", ""));
        assertThat(host.commands()).startsWith("LHLO mx.exam.test").endsWith("QUIT");
        assertThat(claim.left()).containsExactly("c@lm.talk.test");
        assertThat(bench.log())
                .anyMatch(line -> line.contains("to=a@lm.talk.test") && line.endsWith("stat=User unknown"))
                .anyMatch(line -> line.contains("to=b@lm.talk.test")
                        && line.contains("mailer=lm, ")
                        && line.contains("relay=lm, dsn=2.0.0, stat=Sent"))
                .anyMatch(line -> line.contains("to=c@lm.talk.test")
                        && line.contains("reply=452 4.2.2 full, stat=Deferred: 452 4.2.2 full"));
    }

    @Test
    void largeMessagesGoThroughAndEachHasItsOwnProgram() {
        host.hello("250-lm\r\n250-PIPELINING\r\n250 CHUNKING");
        String body = "0123456789\n".repeat(100_000);
        bench.deliver(new ListQueue.OneClaim(bench.envelope("a@lm.talk.test"), body));
        bench.deliver(new ListQueue.OneClaim(bench.envelope("b@old.talk.test"), body));

        assertThat(host.connections()).isEqualTo(2);
        assertThat(host.messages()).hasSize(2).allMatch(message -> message.endsWith(body));
        assertThat(host.commands("HELO").size() + host.commands("EHLO").size()).isEqualTo(1);
    }

    @Test
    void theProgramOfAMailerForUsersRunsForOneAtATime() {
        bench.deliver("a@own.talk.test", "b@own.talk.test");

        assertThat(requests).extracting(HelperRequest.TalkToMailer::user).containsExactlyInAnyOrder("a", "b");
        assertThat(host.messages()).hasSize(2);
    }

    @Test
    void aProgramThatDoesNotStartDefersOrFails() {
        refusal = Optional.of(new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.7.0", "no rights"));
        ListQueue.OneClaim claim = bench.deliver("a@lm.talk.test");
        assertThat(claim.left()).containsExactly("a@lm.talk.test");
        assertThat(bench.log().getLast()).endsWith("dsn=4.7.0, stat=Deferred: no rights");
        refusal = Optional.of(new HelperAnswer.Failed(SysExit.NO_USER, "5.1.1", "User unknown"));
        assertThat(bench.deliver("a@own.talk.test").endings).containsExactly("done");
        refusal = Optional.of(new HelperAnswer.Delivered("2.0.0", ""));
        assertThat(bench.deliver("a@lm.talk.test").left()).containsExactly("a@lm.talk.test");
        assertThat(bench.log().getLast()).endsWith("stat=Deferred: the program of mailer lm says nothing");
    }
}
