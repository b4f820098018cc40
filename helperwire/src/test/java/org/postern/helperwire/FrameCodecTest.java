package org.postern.helperwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;

final class FrameCodecTest {
    /// Any frame that can exist, from a seed.
    static Frame frame(Random random) {
        int number = random.nextInt();
        return switch (random.nextInt(29)) {
            case 0 -> new Frame.Hello(random.nextInt());
            case 1 ->
                new Frame.Begin(
                        number,
                        new HelperRequest.DeliverToMailbox(
                                "q" + random.nextInt(1_000_000),
                                text(random, 0, WireText.MAX_ADDRESS),
                                text(random, 1, WireText.MAX_USER),
                                random.nextLong(Long.MAX_VALUE)));
            case 2 -> new Frame.Begin(number, new HelperRequest.Ping());
            case 3 -> {
                byte[] bytes = new byte[random.nextInt(Frame.MAX_DATA + 1)];
                random.nextBytes(bytes);
                yield new Frame.Data(number, Chunk.copyOf(bytes, bytes.length));
            }
            case 4 -> new Frame.End(number, random.nextLong());
            case 5 -> new Frame.Abort(number);
            case 6 -> new Frame.Credit(number, random.nextInt());
            case 7 -> new Frame.Answer(number, new HelperAnswer.Delivered("2.1.5", text(random, 0, 999)));
            case 8 -> new Frame.Answer(number, new HelperAnswer.Failed(exit(random), "5.999.0", text(random, 0, 99)));
            case 9 -> new Frame.Answer(number, new HelperAnswer.Temporary(exit(random), "4.2.2", text(random, 0, 99)));
            case 10 -> new Frame.Answer(number, new HelperAnswer.Refused(text(random, 0, 99)));
            case 11 ->
                new Frame.Begin(number, new HelperRequest.RunMapProgram(text(random, 0, 256), text(random, 0, 2048)));
            case 12 -> new Frame.Begin(number, new HelperRequest.ReadMapSecret(text(random, 0, 256)));
            case 13 ->
                new Frame.Answer(
                        number,
                        new HelperAnswer.ProgramEnded(
                                random.nextInt(256), random.nextBoolean(), text(random, 0, 2048)));
            case 14 -> new Frame.Answer(number, new HelperAnswer.Secret(text(random, 0, 2048)));
            case 15 -> new Frame.Answer(number, new HelperAnswer.Pong());
            case 16 -> new Frame.Begin(number, new HelperRequest.ShowFile(text(random, 0, 2048)));
            case 17 -> new Frame.Answer(number, new HelperAnswer.FileCopy("/" + text(random, 0, 2047)));
            case 18 -> new Frame.Answer(number, new HelperAnswer.NoFile(random.nextBoolean(), text(random, 0, 99)));
            case 19 ->
                new Frame.Begin(
                        number,
                        new HelperRequest.CheckPassword(
                                text(random, 1, 256), text(random, 0, 256), text(random, 0, 2048)));
            case 20 ->
                new Frame.Answer(number, new HelperAnswer.PasswordJudged(PasswordState.ofCode(random.nextInt(5))));
            case 21 ->
                new Frame.Begin(
                        number,
                        new HelperRequest.KeepDeadLetter("q1", text(random, 0, 2048), random.nextLong(Long.MAX_VALUE)));
            default -> listFrame(random, number);
        };
    }

    private static Frame listFrame(Random random, int number) {
        return switch (random.nextInt(8)) {
            case 0 ->
                new Frame.Begin(
                        number, new HelperRequest.ReadList(origin(random).include("/etc/list"), random.nextInt(9)));
            case 1 ->
                new Frame.Begin(
                        number,
                        new HelperRequest.DeliverToMember(
                                "q1", text(random, 0, 99), origin(random), text(random, 1, 2048), 7));
            case 2 ->
                new Frame.Answer(
                        number,
                        new HelperAnswer.ListPart(
                                text(random, 0, HelperAnswer.ListPart.LONGEST) + "\n",
                                random.nextBoolean(),
                                random.nextLong(),
                                text(random, 0, 256),
                                random.nextInt(),
                                random.nextInt()));
            case 3 -> new Frame.Answer(number, new HelperAnswer.NoList());
            case 6 ->
                new Frame.Begin(
                        number,
                        new HelperRequest.RunMailer(
                                "q1",
                                text(random, 0, 99),
                                text(random, 1, 256),
                                text(random, 0, 2048),
                                List.of(text(random, 1, 2048), text(random, 1, 9)),
                                9));
            case 4 ->
                new Frame.Begin(number, new HelperRequest.ReadClass(text(random, 1, 2048), random.nextInt(1 << 30)));
            case 5 -> new Frame.Answer(number, new HelperAnswer.ClassPart(text(random, 0, 999) + "\0\n", false));
            default ->
                new Frame.Answer(
                        number,
                        new HelperAnswer.ProgramFailed(
                                true, "4.0.0", text(random, 0, 99), text(random, 0, 99) + "\nx"));
        };
    }

    private static ListOrigin origin(Random random) {
        ListOrigin origin = random.nextBoolean()
                ? ListOrigin.alias(text(random, 1, 256))
                : ListOrigin.forward(text(random, 1, 256), text(random, 0, 256));
        for (int i = random.nextInt(ListOrigin.MOST_INCLUDES); i > 0; i--) {
            origin = origin.include(text(random, 0, ListOrigin.LONGEST_PATH));
        }
        return origin;
    }

    private static SysExit exit(Random random) {
        return List.of(SysExit.values()).get(random.nextInt(SysExit.values().length));
    }

    private static String text(Random random, int least, int most) {
        int length = least + random.nextInt(most - least);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = (char) (' ' + random.nextInt(224));
            text.append(c == 127 ? 'x' : c);
        }
        return text.toString();
    }

    @Test
    void whatIsWrittenIsRead() {
        Random random = new Random(20261125);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Frame frame = frame(random);
            frames.add(frame);
            all.writeBytes(FrameCodec.encode(frame));
        }
        ByteArrayInputStream in = new ByteArrayInputStream(all.toByteArray());
        for (Frame frame : frames) {
            assertThat(FrameCodec.read(in)).isEqualTo(new Reading.Whole(frame));
        }
        assertThat(FrameCodec.read(in)).isEqualTo(new Reading.Ended());
    }

    /// Every frame, cut at every place, and with every byte changed: never an exception, never more than the
    /// stream.
    @Test
    void damageIsAValue() {
        Random random = new Random(4711);
        for (int i = 0; i < 300; i++) {
            byte[] whole = FrameCodec.encode(frame(random));
            int cut = 1 + random.nextInt(whole.length - 1);
            Reading short1 = FrameCodec.read(new ByteArrayInputStream(whole, 0, cut));
            assertThat(short1).isInstanceOf(Reading.Broken.class);
            byte[] body = Arrays.copyOfRange(whole, 4, whole.length);
            for (int at = 0; at < Math.min(body.length, 80); at++) {
                body[at] ^= (byte) (1 + random.nextInt(255));
                assertThat(FrameCodec.decode(body)).isInstanceOfAny(Reading.Whole.class, Reading.Malformed.class);
            }
            Reading cutInside = FrameCodec.decode(Arrays.copyOf(body, random.nextInt(body.length)));
            assertThat(cutInside).isInstanceOfAny(Reading.Whole.class, Reading.Malformed.class);
        }
    }

    @Test
    void noMemoryIsTakenForAClaim() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, 0, 4, FrameCodec.MAX_FRAME + 1, Integer.MAX_VALUE}) {
            byte[] claim = {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length, 1};
            assertThat(FrameCodec.read(new ByteArrayInputStream(claim))).isInstanceOf(Reading.Broken.class);
        }
    }

    @Test
    void malformedFramesNameTheirRequest() {
        byte[] unknownType = {99, 0, 0, 1, 2};
        byte[] tooLong = {3, 0, 0, 0, 7, 0};

        assertThat(FrameCodec.decode(unknownType)).isEqualTo(new Reading.Malformed(258, "frame type 99"));
        assertThat(FrameCodec.decode(tooLong)).isEqualTo(new Reading.Malformed(7, "1 bytes too many"));
    }

    @Test
    void aRequestCannotHoldWhatWouldBeALineOrAPathElsewhere() {
        String longText = "a".repeat(3000);
        for (String sender : new String[] {"a\nb", "a\rb", "a\0b", "\u007f", longText}) {
            assertThatThrownBy(() -> new HelperRequest.DeliverToMailbox("q1", sender, "bob", 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String user : new String[] {"", "a\nb", "\t", longText}) {
            assertThatThrownBy(() -> new HelperRequest.DeliverToMailbox("q1", "", user, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String id : new String[] {"", "../x", "a b", "a".repeat(22)}) {
            assertThatThrownBy(() -> new HelperRequest.DeliverToMailbox(id, "", "bob", 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new HelperRequest.DeliverToMailbox("q1", "", "bob", -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnswerIsSafeForALog() {
        assertThat(new HelperAnswer.Refused("a\nb\u00e9").text()).isEqualTo("a\\012b\\351");
        assertThat(new HelperAnswer.Refused("x".repeat(5000)).text()).hasSize(1000);
        assertThatThrownBy(() -> new HelperAnswer.Delivered("4.0.0", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HelperAnswer.Temporary(SysExit.OK, "4.0.0\n", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
