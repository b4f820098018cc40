package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.EnhancedStatus;

class ReplyTest {
    @Test
    void readsTextsOfRuleSets() {
        assertThat(Reply.of("550 5.7.1 Relaying denied").text()).isEqualTo("550 5.7.1 Relaying denied");
        assertThat(Reply.of("550 no status").text()).isEqualTo("550 5.0.0 no status");
        assertThat(Reply.of("SKIP").text()).isEqualTo("553 5.3.0 SKIP");
        assertThat(Reply.of("450").text()).isEqualTo("450 4.0.0 ");
        assertThat(Reply.of("550 5.7.1").text()).isEqualTo("550 5.7.1 ");
        assertThat(Reply.of("550 a\r\nb\0c").text()).isEqualTo("550 5.0.0 a  b c");
    }

    @Test
    void putsTheAddressOnlyWhereSendmailDoes() {
        PeerText address = PeerText.of("<a@b>");
        assertThat(Reply.of("550 5.7.1 no").about(address).text()).isEqualTo("550 5.7.1 <a@b>... no");
        for (int code : new int[] {250, 252, 450, 553}) {
            assertThat(Reply.plain(code, "x").about(address).text()).isEqualTo(code + " <a@b>... x");
        }
        for (int code : new int[] {451, 452, 501, 503, 552, 554, 555, 403}) {
            assertThat(Reply.plain(code, "x").about(address).text()).isEqualTo(code + " x");
        }
    }

    @Test
    void skipsWhatOnlyInforms() {
        ReplyParser parser = new ReplyParser();
        byte[] lines = Ascii.bytes("050 <bob@exam.test>... Connecting to local...\r\n050-x\r\n250 2.0.0 taken\r\n");
        assertThat(parser.read(lines, 0, lines.length)).isEqualTo(lines.length);
        assertThat(parser.take().text()).isEqualTo("250 2.0.0 taken");
    }

    @Test
    void cannotHoldALineBreak() {
        assertThatThrownBy(() -> Reply.plain(250, "a\r\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(250, "\0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(250, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(600, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsEncodedIsReadBack() {
        Random random = new Random(13);
        for (int round = 0; round < 3000; round++) {
            Reply reply = random(random);
            byte[] wire = Ascii.bytes(reply.encode() + "250 next\r\n");
            ReplyParser parser = new ReplyParser();
            int at = 0;
            int piece = 1 + random.nextInt(20);
            while (parser.status() == ReplyParser.Status.MORE) {
                at = parser.read(wire, at, Math.min(wire.length, at + piece));
            }
            assertThat(parser.take()).isEqualTo(reply);
            assertThat(at).isEqualTo(wire.length - 10);
        }
    }

    private static Reply random(Random random) {
        int code = 200 + random.nextInt(400);
        boolean withStatus = random.nextBoolean() && code / 100 != 3;
        Optional<EnhancedStatus> status = withStatus
                ? Optional.of(new EnhancedStatus(code / 100, random.nextInt(10), random.nextInt(10)))
                : Optional.empty();
        int count = 1 + random.nextInt(4);
        List<String> lines = java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "text " + random.nextInt(100))
                .toList();
        return new Reply(code, status, lines);
    }

    @Test
    void skipsNoiseAndStopsAtLimits() {
        ReplyParser parser = new ReplyParser(20, 100);
        byte[] noise = Ascii.bytes("hello there\r\n\r\n12 x\r\n250-a\r\n550 b\r\n");
        assertThat(parser.read(noise, 0, noise.length)).isEqualTo(noise.length);
        assertThat(parser.take()).isEqualTo(Reply.plain(550, List.of("a", "b")));
        byte[] much = Ascii.bytes("noise noise\n".repeat(10));
        parser.read(much, 0, much.length);
        assertThat(parser.status()).isEqualTo(ReplyParser.Status.MALFORMED);
        ReplyParser other = new ReplyParser(20, 100);
        byte[] longLine = Ascii.bytes("250 " + "x".repeat(30));
        other.read(longLine, 0, longLine.length);
        assertThat(other.status()).isEqualTo(ReplyParser.Status.MALFORMED);
    }
}
