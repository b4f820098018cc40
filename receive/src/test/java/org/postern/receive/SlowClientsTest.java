package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// DOS-02: clients that send a byte now and then, in every state, hold no worker: the others are served. The number
/// is what a test machine allows; `-Dpostern.slow=4500` asks for more.
class SlowClientsTest {
    private static final int COUNT = Integer.getInteger("postern.slow", 1000);
    private static final List<String> BEGUN = List.of(
            "",
            "EH",
            "EHLO c\r\nMAI",
            "MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\n",
            "MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nBDAT 100\r\nSubj");

    @Test
    @DisplayName("DOS-02: slow clients do not keep others out")
    void dos02SlowClientsDoNotKeepOthersOut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (ReceiveHarness harness = new ReceiveHarness().start()) {
            for (int i = 0; i < COUNT; i++) {
                Socket socket = new Socket(
                        harness.address().getAddress(), harness.address().getPort());
                slow.add(socket);
                say(socket, BEGUN.get(i % BEGUN.size()));
            }
            for (Socket socket : slow) {
                say(socket, "x");
            }
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("EHLO client.test");
                talk.ask("MAIL FROM:<a@good.test>");
                talk.ask("RCPT TO:<bob@exam.test>");
                talk.ask("DATA");
                assertThat(talk.ask("Subject: fast\r\n\r\nbody\r\n.")).startsWith("250 2.0.0 ");
            }
            assertThat(harness.service().figures().sessions()).isGreaterThanOrEqualTo(COUNT);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    @DisplayName("DOS-02: one client with all its connections leaves room for others")
    void dos02OneClientWithAllItsConnectionsLeavesRoomForOthers() throws Exception {
        List<Socket> bomb = new ArrayList<>();
        try (ReceiveHarness harness = new ReceiveHarness().limits(bounds(10, 5)).start()) {
            for (int i = 0; i < 8; i++) {
                bomb.add(new Socket(
                        harness.address().getAddress(), harness.address().getPort()));
            }
            assertThat(org.postern.base.Ascii.text(
                            bomb.getLast().getInputStream().readAllBytes()))
                    .startsWith("421 4.3.2 Too many open");
            try (SmtpTalk other = SmtpTalk.from(
                    new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral("127.0.0.77"), 0),
                    harness.address())) {
                assertThat(other.reply()).startsWith("220 ");
                assertThat(other.ask("MAIL FROM:<a@good.test>")).startsWith("250 ");
            }
        } finally {
            for (Socket socket : bomb) {
                socket.close();
            }
        }
    }

    @Test
    @DisplayName("DOS-02: a mail bomb from one address leaves another's mail alone")
    void dos02AMailBombFromOneAddressLeavesAnothersMailAlone() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(5);
        List<Thread> bombers = new ArrayList<>();
        try (ReceiveHarness harness = new ReceiveHarness().limits(bounds(10, 5)).start()) {
            for (int i = 0; i < 5; i++) {
                SmtpTalk talk = harness.talk();
                bombers.add(Thread.ofVirtual().start(() -> bomb(talk, over, begun)));
            }
            begun.await();
            try (SmtpTalk other = SmtpTalk.from(
                    new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral("127.0.0.77"), 0),
                    harness.address())) {
                assertThat(other.reply()).startsWith("220 ");
                assertThat(message(other, "other@good.test")).startsWith("250 2.0.0 ");
            }
            over.set(true);
            for (Thread bomber : bombers) {
                bomber.join();
            }
            assertThat(harness.queue.messages())
                    .anyMatch(one -> one.envelope().sender().equals("<other@good.test>"));
            assertThat(harness.queue.messages().size()).isGreaterThanOrEqualTo(6);
        }
    }

    private static void bomb(SmtpTalk talk, AtomicBoolean over, CountDownLatch begun) {
        try (talk) {
            while (!over.get()) {
                assertThat(message(talk, "bomb@good.test")).startsWith("250 2.0.0 ");
                begun.countDown();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @return the reply to the message
    private static String message(SmtpTalk talk, String sender) throws IOException {
        talk.ask("MAIL FROM:<" + sender + ">");
        talk.ask("RCPT TO:<bob@exam.test>");
        talk.ask("DATA");
        return talk.ask("Subject: x\r\n\r\nbody\r\n.");
    }

    private static ReceiveLimits bounds(int sessions, int perClient) {
        ReceiveLimits usual = ReceiveLimits.DEFAULT;
        return new ReceiveLimits(
                sessions,
                perClient,
                0,
                usual.connectionRateWindow(),
                usual.maxRememberedClients(),
                usual.commandTimeout(),
                usual.dataBlockTimeout(),
                usual.backlog(),
                usual.identTimeout(),
                usual.sessionMemory());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
