package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;

/// Clients that inetd hands to `sendmail -bs`: the daemon's rules for the network hold for them.
class StatedPeerTest {
    private static final Accounts ACCOUNTS = Accounts.system();
    private static final StatedPeer PEER = new StatedPeer(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4711),
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 25));

    private static ReceiveHarness listening(Path socket, String... lines) throws ListenException {
        String me = ACCOUNTS.byUid(ProcessIdentity.effectiveUserId())
                .found()
                .map(Account::name)
                .orElseThrow();
        String[] all = java.util.Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = "O TrustedUser=" + me;
        ReceiveHarness harness = new ReceiveHarness(all);
        harness.service().listenForLocalUsers(socket, ACCOUNTS);
        harness.service().start();
        return harness;
    }

    @Test
    void theSessionBelongsToTheClientThatWasNamed(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("submit");
        try (ReceiveHarness harness = listening(socket);
                SmtpTalk talk = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
            assertThat(talk.reply()).startsWith("220 ");
            assertThat(talk.send(PEER.encode()).reply()).isEqualTo(StatedPeer.ACCEPTED);
            assertThat(talk.reply()).startsWith("220 mx.exam.test ESMTP");
            assertThat(talk.ask("EHLO client.test")).contains("Hello [192.0.2.7], pleased to meet you");
            assertThat(talk.ask(PEER.encode().strip())).startsWith("500 5.5.1 Command unrecognized");
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<bob@exam.test>");
            talk.ask("DATA");
            assertThat(talk.ask("Subject: x\r\n\r\n.")).startsWith("250 2.0.0 ");
            assertThat(harness.queue.messages().getFirst().envelope().macros())
                    .containsEntry("_", "[192.0.2.7]")
                    .containsEntry("r", "ESMTP")
                    .containsEntry("daemon_flags", "c u");
            assertThat(harness.awaitLog("from="))
                    .contains("proto=ESMTP")
                    .endsWith(", relay=[192.0.2.7]")
                    .doesNotContain("daemon=");
            assertThat(harness.rules.asked()).anyMatch(asked -> asked.contains("192.0.2.7"));
        }
    }

    @Test
    void itIsNoCommandAnywhereElse(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("submit");
        try (ReceiveHarness harness = listening(socket)) {
            try (SmtpTalk late = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
                late.reply();
                late.ask("NOOP");
                assertThat(late.send(PEER.encode()).reply()).startsWith("500 ");
            }
            try (SmtpTalk pipelined = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
                pipelined.reply();
                assertThat(pipelined
                                .send(PEER.encode() + "MAIL FROM:<root>\r\n")
                                .reply())
                        .startsWith("500 ");
            }
            assertThat(harness.queue.messages()).isEmpty();
        }
        try (ReceiveHarness network = new ReceiveHarness().start();
                SmtpTalk talk = network.talk()) {
            assertThat(talk.send(PEER.encode()).reply()).startsWith("500 ");
        }
    }

    @Test
    void onlyTheExactLineIsRead() {
        assertThat(parse(PEER.encode())).contains(PEER);
        StatedPeer six = new StatedPeer(
                new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 1),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 25));
        assertThat(parse(six.encode())).contains(six);
        for (String wrong : new String[] {
            "",
            "XPEER\r\n",
            "XPEER a 1 b 2\r\n",
            "XPEER 1.2.3.4 1 1.2.3.4 99999\r\n",
            "XPEER 1.2.3.4 1 1.2.3.4 2",
            "XPEER 1.2.3.4 1 1.2.3.4 2\r\nQUIT\r\n",
            "xpeer 1.2.3.4 1 1.2.3.4 2\r\n",
            "XPEER 1.2.3.4 -1 1.2.3.4 2\r\n"
        }) {
            assertThat(parse(wrong)).as(wrong).isEmpty();
        }
    }

    private static java.util.Optional<StatedPeer> parse(String line) {
        byte[] bytes = Ascii.bytes(line);
        return StatedPeer.parse(bytes, bytes.length);
    }
}
