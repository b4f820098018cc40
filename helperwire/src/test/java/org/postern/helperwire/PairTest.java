package org.postern.helperwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;

/// Both ends of the pair against each other, over real pipes.
final class PairTest {
    private static final HelperAnswer SENT = new HelperAnswer.Delivered("2.1.5", "Sent");
    private static final PairLimits LIMITS = new PairLimits(4, 8192, 1_000_000, 3, Duration.ofSeconds(30));

    private final CountDownLatch gone = new CountDownLatch(1);
    private HelperPair networkEnd =
            new HelperPair(InputStream.nullInputStream(), java.io.OutputStream.nullOutputStream());
    private HelperPair helperEnd = networkEnd;

    @BeforeEach
    void pipes() throws IOException {
        Pipe requests = Pipe.open();
        Pipe answers = Pipe.open();
        networkEnd =
                new HelperPair(Channels.newInputStream(answers.source()), Channels.newOutputStream(requests.sink()));
        helperEnd =
                new HelperPair(Channels.newInputStream(requests.source()), Channels.newOutputStream(answers.sink()));
    }

    @AfterEach
    void closePipes() throws IOException {
        networkEnd.close();
        helperEnd.close();
    }

    private CompletableFuture<HelperServer.End> serve(HelperServer.Handler handler) {
        return CompletableFuture.supplyAsync(
                () -> new HelperServer(helperEnd, LIMITS, handler).serve(),
                task -> Thread.ofPlatform().daemon(true).start(task));
    }

    private HelperClient client() {
        return new HelperClient(networkEnd, LIMITS, gone::countDown);
    }

    private static HelperRequest.DeliverToMailbox to(String user) {
        return new HelperRequest.DeliverToMailbox("AAA1", "a@b.example", user, 0);
    }

    private static byte[] message(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void messagesOfEverySizeArriveWhole() {
        Map<String, byte[]> received = new ConcurrentHashMap<>();
        CompletableFuture<HelperServer.End> server = serve((request, message, _) -> {
            received.put(((HelperRequest.DeliverToMailbox) request).user(), message.readAllBytes());
            return SENT;
        });
        try (HelperClient client = client()) {
            for (int size : new int[] {0, 1, 4095, 4096, 4097, 8191, 8192, 8193, 16_384, 65_536, 300_001}) {
                byte[] message = message(size, size);
                assertThat(client.deliver(to("u" + size), new ByteArrayInputStream(message)))
                        .isEqualTo(SENT);
                assertThat(received.get("u" + size)).isEqualTo(message);
            }
            assertThat(client.ping()).isFalse();
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void manyAtOnceFromVirtualThreadsWithinTheLimit() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture<HelperServer.End> server = serve((request, message, _) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            byte[] bytes = message.readAllBytes();
            now.decrementAndGet();
            String user = ((HelperRequest.DeliverToMailbox) request).user();
            return new HelperAnswer.Delivered("2.1.5", user + " " + Arrays.hashCode(bytes));
        });
        try (HelperClient client = client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HelperAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int which = i;
                answers.add(threads.submit(
                        () -> client.deliver(to("u" + which), new ByteArrayInputStream(message(which * 311, which)))));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get())
                        .isEqualTo(new HelperAnswer.Delivered(
                                "2.1.5", "u" + i + " " + Arrays.hashCode(message(i * 311, i))));
            }
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
        assertThat(most.get()).isBetween(1, LIMITS.requests());
    }

    /// One mailbox is locked: its message waits outside the helper, the others go through.
    @Test
    void aSlowDeliveryHoldsUpNoOther() throws Exception {
        CountDownLatch unlock = new CountDownLatch(1);
        CompletableFuture<HelperServer.End> server = serve((request, message, _) -> {
            if (((HelperRequest.DeliverToMailbox) request).user().equals("slow")) {
                await(unlock);
            }
            return new HelperAnswer.Delivered("2.1.5", "" + message.readAllBytes().length);
        });
        try (HelperClient client = client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HelperAnswer> slow =
                    threads.submit(() -> client.deliver(to("slow"), new ByteArrayInputStream(message(500_000, 1))));
            for (int i = 0; i < 50; i++) {
                assertThat(client.deliver(to("quick"), new ByteArrayInputStream(message(100_000, i))))
                        .isEqualTo(new HelperAnswer.Delivered("2.1.5", "100000"));
            }
            assertThat(slow.isDone()).isFalse();
            unlock.countDown();
            assertThat(slow.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "500000"));
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheMessageIsTaken() {
        HelperAnswer unknown = new HelperAnswer.Failed(SysExit.NO_USER, "5.1.1", "User unknown");
        CompletableFuture<HelperServer.End> server = serve((_, _, _) -> unknown);
        try (HelperClient client = client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.deliver(to("nobody"), new ByteArrayInputStream(message(100_000, i))))
                        .isEqualTo(unknown);
            }
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void aMessageThatCannotBeReadLeavesNothing() {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CompletableFuture<HelperServer.End> server = serve((_, message, _) -> {
            try {
                message.readAllBytes();
                seen.complete("whole");
            } catch (IOException e) {
                seen.complete(e.getMessage());
                throw e;
            }
            return SENT;
        });
        try (HelperClient client = client()) {
            InputStream broken = new InputStream() {
                private int left = 10_000;

                @Override
                public int read() throws IOException {
                    if (left-- == 0) {
                        throw new IOException("disk");
                    }
                    return 'x';
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    into[offset] = (byte) read();
                    return 1;
                }
            };
            assertThat(client.deliver(to("bob"), broken)).isInstanceOf(HelperAnswer.Temporary.class);
            assertThat(seen.join()).isEqualTo("given up by the network process");
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void aMessageBeyondTheLimitIsRefused() {
        CompletableFuture<HelperServer.End> server = serve((_, message, _) -> {
            message.readAllBytes();
            return SENT;
        });
        try (HelperClient client = client()) {
            assertThat(client.deliver(to("bob"), new ByteArrayInputStream(message(1_000_001, 1))))
                    .isEqualTo(
                            new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", "the message is too long"));
            assertThat(client.deliver(to("bob"), new ByteArrayInputStream(message(1_000_000, 1))))
                    .isEqualTo(SENT);
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void aConversationGoesBothWays() throws IOException {
        CompletableFuture<HelperServer.End> server = serve((_, said, output) -> {
            byte[] piece = new byte[100];
            output.write(new byte[] {'h', 'i'}, 2);
            for (int count = said.read(piece); count >= 0; count = said.read(piece)) {
                output.write(piece, count);
            }
            return SENT;
        });
        byte[] sent = message(100_000, 3);
        byte[] got = new byte[100_002];
        try (HelperClient client = client()) {
            HelperRequest.TalkToMailer request = new HelperRequest.TalkToMailer("AAA1", "", "lm", "", "");
            for (int round = 0; round < 6; round++) {
                try (MailerTalk talk = client.talkToMailer(request)) {
                    assertThat(talk.whyNotStarted(Duration.ofSeconds(30))).isEmpty();
                    talk.write(sent, sent.length);
                    talk.finish();
                    int total = 0;
                    byte[] piece = new byte[1000];
                    for (int count = talk.read(piece, Duration.ofSeconds(30));
                            count >= 0;
                            count = talk.read(piece, Duration.ofSeconds(30))) {
                        System.arraycopy(piece, 0, got, total, count);
                        total += count;
                    }
                    assertThat(total).isEqualTo(sent.length + 2);
                    assertThat(Arrays.copyOfRange(got, 2, total)).isEqualTo(sent);
                }
            }
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void aProgramThatSaysTooMuchIsCutOff() throws IOException {
        CompletableFuture<HelperServer.End> server = serve((_, _, output) -> {
            byte[] piece = new byte[60_000];
            while (true) {
                output.write(piece, piece.length);
            }
        });
        try (HelperClient client = client()) {
            try (MailerTalk talk = client.talkToMailer(new HelperRequest.TalkToMailer("AAA1", "", "lm", "", ""))) {
                byte[] piece = new byte[100_000];
                long total = 0;
                for (int count = 0; count >= 0; count = talk.read(piece, Duration.ofSeconds(30))) {
                    total += count;
                }
                assertThat(total).isPositive().isLessThanOrEqualTo(HelperOutput.MOST);
            }
            assertThat(client.isGone()).isFalse();
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void aBugInTheHandlerCostsOneRequest() {
        AtomicInteger count = new AtomicInteger();
        CompletableFuture<HelperServer.End> server = serve((_, _, _) -> {
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("bug");
            }
            return SENT;
        });
        try (HelperClient client = client()) {
            assertThat(client.deliver(to("a"), InputStream.nullInputStream()))
                    .isInstanceOf(HelperAnswer.Temporary.class);
            assertThat(client.deliver(to("a"), InputStream.nullInputStream())).isEqualTo(SENT);
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }

    @Test
    void whenTheHelperIsGoneEverythingIsTemporaryAndTheProcessIsTold() throws Exception {
        HelperClient client = client();
        CompletableFuture<HelperAnswer> waiting = CompletableFuture.supplyAsync(
                () -> client.deliver(to("bob"), new ByteArrayInputStream(message(100, 1))));
        FrameCodec.read(helperEnd.in());
        assertThat(FrameCodec.read(helperEnd.in())).isInstanceOf(Reading.Whole.class);
        helperEnd.close();

        assertThat(waiting.get()).isInstanceOf(HelperAnswer.Temporary.class);
        gone.await();
        assertThat(client.isGone()).isTrue();
        assertThat(client.deliver(to("bob"), InputStream.nullInputStream())).isInstanceOf(HelperAnswer.Temporary.class);
        assertThat(client.ping()).isFalse();
    }

    @Test
    void aHelperThatDoesNotAnswerCostsPatienceOnly() {
        PairLimits hasty = new PairLimits(4, 8192, 1_000_000, 3, Duration.ofMillis(1));
        try (HelperClient client = new HelperClient(networkEnd, hasty, gone::countDown)) {
            assertThat(client.deliver(to("bob"), new ByteArrayInputStream(message(100, 1))))
                    .isEqualTo(new HelperAnswer.Temporary(
                            SysExit.TEMPORARY_FAILURE, "4.4.1", "the helper does not answer"));
        }
    }

    @Test
    void pingFindsTheHelper() {
        CompletableFuture<HelperServer.End> server = serve((_, _, _) -> new HelperAnswer.Pong());
        try (HelperClient client = client()) {
            assertThat(client.ping()).isTrue();
        }
        assertThat(server.join()).isEqualTo(HelperServer.End.CLOSED);
    }
}
