package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;

/// What mailer flags and EightBitMode do to the content. The expected messages are those of the real sendmail 8.17.
final class OutgoingContentTest {
    private static final String CTE = "Content-Transfer-Encoding: quoted-printable\n"
            + "X-MIME-Autoconverted: from 8bit to quoted-printable by mx.exam.test id msg1\n";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private String sent(String flags, String mode, String extensions, String body, HeaderField... header)
            throws IOException {
        ScriptedHost host = new ScriptedHost();
        opened.add(host);
        host.hello("250-sink.test\r\n250 " + extensions);
        String cf = "O EightBitMode=" + mode + "\nCq text/plain\n"
                + "Mflags, P=[IPC], F=mDFMuXa" + flags + ", S=11, R=0, E=\\r\\n, L=990, T=DNS/RFC822/SMTP, "
                + "A=TCP $h " + host.port() + "\n"
                + "SParse=0\nR$+ @ flags . test\t$#flags $@ [127.0.0.1] $: $1 @ flags.test\n";
        DeliveryBench bench = new DeliveryBench(host.port(), cf, DeliveryLimits.defaults());
        opened.add(bench);
        boolean eightBit = body.chars().anyMatch(c -> c > 127);
        ListQueue.OneClaim claim = bench.deliver(new ListQueue.OneClaim(
                bench.builder("u@flags.test")
                        .flags(eightBit ? Set.of(EnvelopeFlag.EIGHT_BIT) : Set.of())
                        .header(Arrays.asList(header))
                        .build(),
                body));
        assertThat(claim.endings).containsExactly("done");
        return host.messages().getFirst();
    }

    private static HeaderField[] text(String charset) {
        return new HeaderField[] {
            new HeaderField("MIME-Version", " 1.0"),
            new HeaderField("Content-Type", " text/plain; charset=" + charset),
            new HeaderField("Content-Transfer-Encoding", " 8bit")
        };
    }

    @ParameterizedTest
    @CsvSource({"'', m", "'', p", "'', s", "7, m", "7, p", "9, m"})
    void labelledTextBecomesSevenBit(String flags, String mode) throws IOException {
        assertThat(sent(flags, mode, "SIZE", "caf\u00e9\n", text("x")))
                .isEqualTo("MIME-Version: 1.0\nContent-Type: text/plain; charset=x\n" + CTE + "\ncaf=E9\n");
    }

    @Test
    void flagSevenConvertsWhateverTheHostTakes() throws IOException {
        assertThat(sent("7", "m", "8BITMIME", "caf\u00e9\n", text("x"))).contains("quoted-printable");
    }

    @ParameterizedTest
    @CsvSource({"8, m, SIZE", "'', m, 8BITMIME", "'', p, 8BITMIME"})
    void nothingChangesWithoutNeed(String flags, String mode, String extension) throws IOException {
        assertThat(sent(flags, mode, extension, "caf\u00e9 \n", text("x")))
                .isEqualTo("MIME-Version: 1.0\nContent-Type: text/plain; charset=x\n"
                        + "Content-Transfer-Encoding: 8bit\n\ncaf\u00e9 \n");
    }

    @Test
    void unlabelledTextPassesInModeP() throws IOException {
        assertThat(sent("", "p", "SIZE", "caf\u00e9\n", new HeaderField("Subject", " x")))
                .isEqualTo("Subject: x\n\ncaf\u00e9\n");
    }

    @Test
    void unlabelledTextIsLabelledInModeM() throws IOException {
        assertThat(sent("", "m", "8BITMIME", "caf\u00e9\n", new HeaderField("Subject", " x")))
                .isEqualTo("Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
                        + "Content-Transfer-Encoding: 8bit\n\ncaf\u00e9\n");
    }

    /// INJ-04: flag E and the end of a message.
    @Test
    void quotesFromLinesAndEndsWithAnEmptyLine() throws IOException {
        assertThat(sent("Eb", "m", "SIZE", "From me\n>From me\nFromage\nFrom", new HeaderField("Subject", " x")))
                .isEqualTo("Subject: x\n\n>From me\n>From me\nFromage\nFrom\n\n");
        assertThat(sent("E", "m", "SIZE", "From here\u00e9\n", text("x"))).endsWith("\nFrom=20here=E9\n");
    }

    @Test
    void dropsNulAndTheEighthBit() throws IOException {
        assertThat(sent("1", "m", "SIZE", "a\0b\n", new HeaderField("Subject", " x")))
                .endsWith("\n\nab\n");
        HeaderField quoted = new HeaderField("Content-Transfer-Encoding", " quoted-printable");
        assertThat(sent("7", "m", "SIZE", "only =E9 but \u00e9\n", new HeaderField("MIME-Version", " 1.0"), quoted))
                .endsWith("\n\nonly =E9 but i\n");
    }

    /// What the host sees of a message to these users, each command once.
    private List<String> commands(String flags, boolean several, String... users) throws IOException {
        ScriptedHost host = new ScriptedHost();
        opened.add(host);
        String cf = "Mflags, P=[IPC], F=DFMuXa" + (several ? "m" : "") + flags
                + ", S=0, R=0, E=\\r\\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h " + host.port() + "\n"
                + "SParse=0\nR$+ @ flags . test\t$#flags $@ [127.0.0.1] $: $1 @ flags.test\n";
        DeliveryBench bench = new DeliveryBench(host.port(), cf, DeliveryLimits.defaults());
        opened.add(bench);
        assertThat(bench.deliver(new ListQueue.OneClaim(bench.builder(users).build(), "x\n")).endings)
                .containsExactly("done");
        return host.commands();
    }

    /// Recorded with the same flags.
    @ParameterizedTest
    @CsvSource({
        "'', u@flags.test, RCPT To:<u@flags.test>",
        "'', '\"u v\"@flags.test', 'RCPT To:<\"u v\"@flags.test>'",
        "s, '\"u v\"@flags.test', RCPT To:<u v@flags.test>",
        "s, '\"a\\\"b\"@flags.test', 'RCPT To:<a\"b@flags.test>'",
        "'', \\u@flags.test, RCPT To:<\\u@flags.test>",
        "B, \\u@flags.test, RCPT To:<u@flags.test>",
        "p, u@flags.test, MAIL From:<@mx.exam.test:sender@from.test>",
        "2, u@flags.test, HELO mx.exam.test"
    })
    void flagsOfTheEnvelope(String flags, String user, String command) throws IOException {
        assertThat(commands(flags, true, user)).anyMatch(line -> line.startsWith(command));
    }

    @Test
    void quotesStayWhereTheAddressWouldEndEarly() throws IOException {
        assertThat(commands("s", true, "\"a> NOTIFY=NEVER <\"@flags.test"))
                .contains("RCPT To:<\"a> NOTIFY=NEVER <\"@flags.test>");
    }

    @Test
    void withoutFlagMEachRecipientGoesAlone() throws IOException {
        assertThat(commands("", false, "u@flags.test", "v@flags.test").stream().filter(line -> line.startsWith("MAIL")))
                .hasSize(2);
        assertThat(commands("", true, "u@flags.test", "v@flags.test").stream().filter(line -> line.startsWith("MAIL")))
                .hasSize(1);
    }

    @Test
    void flagsOfTheHeaderAndOfQuotedPrintable() throws IOException {
        assertThat(sent("6", "p", "8BITMIME", "caf\u00e9\n", new HeaderField("Subject", " caf\u00e9")))
                .isEqualTo("Subject: cafi\n\ncaf\u00e9\n");
        assertThat(sent("3", "m", "SIZE", "caf\u00e9 !\"#$@[\\]^`{|}~ ok\n", text("x")))
                .endsWith("\ncaf=E9 =21=22=23=24=40=5B=5C=5D=5E=60=7B=7C=7D=7E ok\n");
    }

    private static HeaderField[] quoted() {
        return new HeaderField[] {
            new HeaderField("MIME-Version", " 1.0"),
            new HeaderField("Content-Type", " text/plain; charset=x"),
            new HeaderField("Content-Transfer-Encoding", " quoted-printable")
        };
    }

    /// Flag `9`: to a host that takes 8-bit data and is told so, and to mailboxes and programs.
    @Test
    void encodedTextGetsItsEightBitsBack() throws IOException {
        String restored = "MIME-Version: 1.0\nContent-Type: text/plain; charset=x\nContent-Transfer-Encoding: 8bit\n"
                + "X-MIME-Autoconverted: from quoted-printable to 8bit by mx.exam.test id msg1\n\ncaf\u00e9\n";
        assertThat(sent("9", "m", "8BITMIME", "caf=E9\n", quoted())).isEqualTo(restored);
        assertThat(sent("9", "m", "SIZE", "caf=E9\n", quoted())).endsWith("quoted-printable\n\ncaf=E9\n");
        assertThat(sent("97", "m", "8BITMIME", "caf=E9\n", quoted())).endsWith("\n\ncaf=E9\n");
        assertThat(sent("", "m", "8BITMIME", "caf=E9\n", quoted())).endsWith("\n\ncaf=E9\n");

        DeliveryBench bench = new DeliveryBench(9);
        opened.add(bench);
        bench.deliver(new ListQueue.OneClaim(
                bench.builder("bob@mx.exam.test").header(List.of(quoted())).build(), "caf=E9\n"));
        assertThat(bench.mailboxes.getOrDefault("bob", List.of("nothing")).getFirst())
                .isEqualTo("From sender@from.test\nReturn-Path: <sender@from.test>\n" + restored);
    }

    /// Recorded with a program as the mailer.
    @ParameterizedTest
    @CsvSource({
        "b, 'no end', 'no end\n\n'",
        "E, 'From me\n', '>From me\n'",
        "'', 'From me\n', 'From me\n'",
        "7, 'caf\u00e9\n', 'caf=E9\n'",
        "'', 'caf\u00e9\n', 'caf\u00e9\n'"
    })
    void programsGetWhatTheFlagsOfTheirMailerMake(String flags, String body, String got) throws IOException {
        String cf = "Cq text/plain\nMbox, P=/usr/lib/mail.local, F=lsDFMAw5:/|@qPSnz" + flags
                + ", S=0, R=0, T=DNS/RFC822/X-Unix, A=mail.local -d $u\nSParse=0\nR$+ @ box . test\t$#box $: $1\n";
        DeliveryBench bench = new DeliveryBench(9, cf, DeliveryLimits.defaults());
        opened.add(bench);
        String text = body.replace("\\n", "\n");
        boolean eightBit = text.chars().anyMatch(c -> c > 127);
        bench.deliver(new ListQueue.OneClaim(
                bench.builder("bob@box.test")
                        .flags(eightBit ? Set.of(EnvelopeFlag.EIGHT_BIT) : Set.of())
                        .header(List.of(text("x")))
                        .build(),
                text));
        assertThat(bench.mailboxes.getOrDefault("bob", List.of("nothing")).getFirst())
                .endsWith("\n\n" + got.replace("\\n", "\n"));
    }

    /// What cannot be read must not look like a whole message.
    @Test
    void aBodyThatBreaksOffEndsTheDelivery() {
        DeliveryBench bench = new DeliveryBench(9);
        opened.add(bench);
        Envelope envelope =
                bench.builder("bob@mx.exam.test").header(List.of(quoted())).build();
        ListQueue.OneClaim claim = bench.deliver(new ListQueue.OneClaim(envelope, "caf=E9\n").shortened());
        assertThat(claim.left()).containsExactly("bob@mx.exam.test");
        assertThat(bench.mailboxes).isEmpty();
    }
}
