package org.postern.helperwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;

/// What an attacker who owns the network process can write on the pair: it costs him answers, never the helper.
final class HostileNetworkProcessTest {
    private static final PairLimits LIMITS = new PairLimits(4, 8192, 100_000, 5, Duration.ofSeconds(30));
    private static final HelperAnswer SENT = new HelperAnswer.Delivered("2.1.5", "Sent");

    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final AtomicInteger handled = new AtomicInteger();

    private HelperServer.End serve(HelperServer.Handler handler) {
        HelperPair pair = new HelperPair(new ByteArrayInputStream(requests.toByteArray()), answers);
        return new HelperServer(pair, LIMITS, handler).serve();
    }

    private HelperServer.End serve() {
        return serve((_, message, _) -> {
            message.readAllBytes();
            handled.incrementAndGet();
            return SENT;
        });
    }

    private void send(Frame frame) {
        requests.writeBytes(FrameCodec.encode(frame));
    }

    private List<Frame> answers() {
        List<Frame> frames = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(answers.toByteArray());
        while (FrameCodec.read(in) instanceof Reading.Whole(Frame frame)) {
            frames.add(frame);
        }
        return frames;
    }

    private static Frame begin(int number) {
        return new Frame.Begin(number, new HelperRequest.DeliverToMailbox("A1", "", "bob", 0));
    }

    @Test
    void aMalformedFrameIsRefusedAndTheNextOneServed() {
        requests.writeBytes(new byte[] {0, 0, 0, 5, 99, 0, 0, 0, 7});
        send(new Frame.Begin(8, new HelperRequest.Ping()));

        assertThat(serve((_, _, _) -> new HelperAnswer.Pong())).isEqualTo(HelperServer.End.CLOSED);
        assertThat(answers())
                .containsExactlyInAnyOrder(
                        new Frame.Hello(Frame.VERSION),
                        new Frame.Answer(7, new HelperAnswer.Refused("frame type 99")),
                        new Frame.Answer(8, new HelperAnswer.Pong()));
    }

    @Test
    void tooMuchGarbageEndsThePair() {
        for (int i = 0; i < 100; i++) {
            send(new Frame.Answer(i, SENT));
        }
        assertThat(serve()).isEqualTo(HelperServer.End.GARBAGE);
        assertThat(answers()).hasSize(1 + LIMITS.garbage() + 1);
    }

    @Test
    void aStreamOutOfStepEndsThePair() {
        requests.writeBytes(new byte[] {(byte) 0xff, 0, 0, 0, 0});
        send(begin(1));

        assertThat(serve()).isEqualTo(HelperServer.End.OUT_OF_STEP);
        assertThat(handled).hasValue(0);
    }

    @Test
    void bytesThatNobodyAskedForAreNotKept() {
        send(begin(1));
        for (int i = 0; i < 5; i++) {
            send(new Frame.Data(1, Chunk.copyOf(new byte[60_000], 60_000)));
        }
        send(new Frame.End(1, 300_000));

        assertThat(serve()).isIn(HelperServer.End.CLOSED, HelperServer.End.GARBAGE);
        assertThat(handled).hasValue(0);
    }

    @Test
    void aMessageThatLiesAboutItsLengthIsNotDelivered() {
        send(begin(1));
        send(new Frame.End(1, 5));

        assertThat(serve()).isEqualTo(HelperServer.End.CLOSED);
        assertThat(handled).hasValue(0);
        assertThat(answers())
                .contains(new Frame.Answer(
                        1,
                        new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", "the message is not complete")));
    }

    @Test
    void aMessageWithoutItsEndIsNotDelivered() {
        send(begin(1));

        assertThat(serve()).isEqualTo(HelperServer.End.CLOSED);
        assertThat(handled).hasValue(0);
    }

    @Test
    void aFloodOfRequestsIsTurnedAway() throws Exception {
        for (int i = 0; i < 1000; i++) {
            send(begin(i));
        }
        CountDownLatch never = new CountDownLatch(LIMITS.requests());
        assertThat(serve((_, message, _) -> {
                    never.countDown();
                    message.readAllBytes();
                    return SENT;
                }))
                .isEqualTo(HelperServer.End.CLOSED);
        long busy = answers().stream()
                .filter(frame ->
                        frame instanceof Frame.Answer(int _, HelperAnswer.Temporary(SysExit _, String status, String _))
                                && status.equals("4.3.2"))
                .count();
        assertThat(busy).isEqualTo(1000 - LIMITS.requests());
        never.await();
    }

    @Test
    void aNumberIsUsedOnce() {
        send(begin(1));
        send(begin(1));
        send(new Frame.End(1, 0));

        assertThat(serve()).isEqualTo(HelperServer.End.CLOSED);
        assertThat(handled.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void anyBytesEndInAValue() throws IOException {
        Random random = new Random(99);
        for (int round = 0; round < 200; round++) {
            requests.reset();
            for (int i = 0; i < 20; i++) {
                byte[] bytes = FrameCodec.encode(FrameCodecTest.frame(random));
                if (random.nextInt(4) == 0) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                requests.writeBytes(bytes);
            }
            assertThat(serve()).isNotNull();
        }
    }
}
