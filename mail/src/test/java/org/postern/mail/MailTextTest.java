package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.base.Event;

/// Dates, ids, header fields, xtext and log lines, compared with lines of the real program.
class MailTextTest {
    @Test
    void writesDates() {
        assertThat(MailDate.format(1795341980, ZoneOffset.UTC)).isEqualTo("Sun, 22 Nov 2026 10:06:20 GMT");
        assertThat(MailDate.format(1793494800, ZoneId.of("Europe/Berlin"))).isEqualTo("Sun, 1 Nov 2026 02:00:00 +0100");
        assertThat(MailDate.format(0, ZoneOffset.ofHoursMinutes(-3, -30))).isEqualTo("Wed, 31 Dec 1969 20:30:00 -0330");
        assertThat(MailDate.span(65)).isEqualTo("00:01:05");
        assertThat(MailDate.span(2 * 86_400 + 3600)).isEqualTo("2+01:00:00");
        assertThat(MessageId.make(1795632243, new QueueId("6APIi37L014447"), "mx.exam.test"))
                .isEqualTo("<202611251844.6APIi37L014447@mx.exam.test>");
    }

    /// INJ-02: nothing that comes into a field can begin another header or the body.
    @Test
    void inj02AFieldHoldsNoOtherField() {
        for (String value : List.of(" c\nBcc: x", " c\n\nbody", " c\n", "\n", " c\n\tfolded\nX: y")) {
            assertThatThrownBy(() -> new HeaderField("Received", value)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String name : List.of("", "X\nBcc", "X:Bcc", "X\n")) {
            assertThatThrownBy(() -> new HeaderField(name, " x")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(HeaderWriter.text(List.of(new HeaderField("Received", " from c\n\tby d"))))
                .isEqualTo("Received: from c\n\tby d\n");
    }

    @Test
    void xtextGoesThereAndBack() {
        assertThat(XText.encode("a+b=c d")).isEqualTo("a+2Bb+3Dc+20d");
        assertThat(XText.isWellFormed("a+2Bb")).isTrue();
        assertThat(XText.isWellFormed("a+2bb")).isTrue();
        assertThat(XText.isWellFormed("")).isTrue();
        for (String bad : List.of("a+", "a+2", "a+2g", "a b", "a=b", "\u00e9", "a+00", "a+0A", "a+0d")) {
            assertThat(XText.isWellFormed(bad)).as(bad).isFalse();
        }
        Random random = new Random(9);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append((char) random.nextInt(256));
            }
            assertThat(XText.decode(XText.encode(text.toString()))).isEqualTo(text.toString());
        }
    }

    @Test
    void writesLogLines() {
        Event received = new MailEvent.MessageReceived(
                new QueueId("x"),
                "<root@mail.example.test>",
                37,
                0,
                1,
                Optional.of("<fixed@id>"),
                Optional.empty(),
                Optional.of("SMTP"),
                Optional.of("MTA"),
                "localhost [127.0.0.1]",
                "esmtp");
        assertThat(received.line())
                .isEqualTo("x: from=<root@mail.example.test>, size=37, class=0, nrcpts=1, msgid=<fixed@id>,"
                        + " proto=SMTP, daemon=MTA, relay=localhost [127.0.0.1]");
        assertThat(new MailEvent.ReportIssued(new QueueId("x"), new QueueId("y"), "DSN", "User unknown").line())
                .isEqualTo("x: y: DSN: User unknown");
    }

    /// Attack statement INJ-01: one event is one line.
    @Test
    void logLinesHoldNoControlCharacters() {
        Event event = new MailEvent.MessageReceived(
                new QueueId("x"),
                "<a\nb\u001b[0m\u00e9>" + "y".repeat(10_000),
                0,
                0,
                0,
                Optional.of("%n%s${jndi:ldap://x}"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "r\r\n",
                "");
        assertThat(event.line()).matches("[ -~]{1,1023}").contains("<a\\012b\\033[0m\\351>");
    }

    @Test
    void knowsAddressesWithoutRules() {
        assertThat(AddressText.bare("<a@b>")).isEqualTo("a@b");
        assertThat(AddressText.bare("<>")).isEmpty();
        assertThat(AddressText.bracketed("a@b")).isEqualTo("<a@b>");
        assertThat(AddressText.domain("<\"x@y\"@b.test>")).isEqualTo("b.test");
        assertThat(AddressText.domain("root")).isEmpty();
        assertThat(Headers.count(List.of(new HeaderField("received", ""), new HeaderField("Received", "")), "RECEIVED"))
                .isEqualTo(2);
    }
}
