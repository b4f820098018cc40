package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.mail.BodyType;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliverBy;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

class QueueFileTest {
    private static final QueueId ID = new QueueId("6APIHQMt024850");

    static byte[] recorded(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(QueueFileTest.class.getResourceAsStream("qf/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static Envelope read(byte[] bytes) {
        return switch (QueueFileReader.read(ID, bytes)) {
            case QueueFileReader.Result.Read(Envelope envelope, Optional<String> _) -> envelope;
            case QueueFileReader.Result.Bogus(String why) -> throw new AssertionError(why);
        };
    }

    private static String whyBogus(String text) {
        return switch (QueueFileReader.read(ID, Ascii.bytes(text))) {
            case QueueFileReader.Result.Read(Envelope envelope, Optional<String> _) ->
                throw new AssertionError(envelope.toString());
            case QueueFileReader.Result.Bogus(String why) -> why;
        };
    }

    /// Files of the real sendmail 8.17 come out again as they were, but for the device and inode of the body, which
    /// mean nothing once the body is written anew, and the status that is repeated before recipients.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "submitted",
                "expanded",
                "dsn",
                "meta",
                "deferred",
                "warned",
                "quarantined",
                "bounce",
                "no-recipients"
            })
    void writesWhatSendmailWrites(String name) throws IOException {
        byte[] original = recorded(name);
        String expected = Ascii.text(original).replaceAll("(?m)^I.*\n", "");
        assertThat(Ascii.text(QueueFileWriter.write(read(original)))).isEqualTo(expected);
    }

    @Test
    void readsEveryPart() throws IOException {
        Envelope dsn = read(recorded("dsn"));
        assertThat(dsn.arrivedSeconds()).isEqualTo(1795630646);
        assertThat(dsn.priority()).isEqualTo(30088);
        assertThat(dsn.bodyType()).isEqualTo(BodyType.EIGHT_BIT_MIME);
        assertThat(dsn.sender()).isEqualTo("<alice@example.org>");
        assertThat(dsn.envelopeId()).contains("env+2B123");
        assertThat(dsn.authSender()).contains("<>");
        assertThat(dsn.deliverBy()).contains(new DeliverBy(300, true, true));
        assertThat(dsn.flags()).contains(EnvelopeFlag.NO_BODY_RETURN, EnvelopeFlag.RETURN_GIVEN);
        assertThat(dsn.macros()).containsEntry("_", "localhost [127.0.0.1]").containsEntry("daemon_flags", "");
        Recipient recipient = dsn.recipients().getFirst();
        assertThat(recipient.address()).isEqualTo("<root@[127.0.0.1]>");
        assertThat(recipient.originalRecipient()).contains("rfc822;Root+2Bx@example.org");
        assertThat(recipient.finalRecipient()).contains("RFC822; root@[127.0.0.1]");
        assertThat(recipient.flags()).contains(RecipientFlag.NOTIFY_SUCCESS);
        assertThat(dsn.header().getFirst())
                .isEqualTo(new HeaderField("Return-Path", " <" + HeaderField.MACRO_REFERENCE + "g>", "P"));
        assertThat(dsn.header().getLast()).isEqualTo(new HeaderField("X-Long", " a\n\tb\n   c"));
    }

    @Test
    void quotesTheBytesThatSendmailUsesItself() throws IOException {
        Envelope meta = read(recorded("meta"));
        HeaderField field = meta.header().stream()
                .filter(each -> each.name().equals("X-Meta"))
                .findFirst()
                .orElseThrow();
        assertThat(field.value()).isEqualTo(" a\u00c2\u0081b \u0081g \u00ff \u0085");
    }

    @Test
    void keepsControllingUsers() throws IOException {
        List<Recipient> recipients = read(recorded("expanded")).recipients();
        assertThat(recipients).hasSize(4);
        assertThat(recipients.get(0).controllingUser())
                .contains(new ControllingUser("list", 1, 0, "list@mail.example.test"));
        assertThat(recipients.get(1).address()).isEqualTo("\"|exit 75\"");
        assertThat(recipients.get(2).controllingUser())
                .contains(new ControllingUser("", 0, 0, "list@mail.example.test"));
    }

    /// FS-09, CMD-10: lines that a crafted queue file could have.
    @Test
    void refusesWhatSendmailRefuses() {
        assertThat(whyBogus("V9\nT1\nS<>\n.\n")).contains("Version number in queue file (9) greater than max (8)");
        assertThat(whyBogus("T1\nS<>\n.\n")).contains("no version");
        assertThat(whyBogus("")).contains("no version");
        assertThat(whyBogus("V8\nT1\nS<>\n")).contains("final dot is missing");
        assertThat(whyBogus("V8\nT1\nS<>\nHX: 1")).contains("ends inside of a line");
        assertThat(whyBogus("V8\nT1\nS<>\n.\nRPFD:evil\n")).contains("after the final dot");
        assertThat(whyBogus("V8\nT1\nS<>\nWhat\n.\n")).contains("bad line \"What\"");
        assertThat(whyBogus("V8\nTone\nS<>\n.\n")).contains("bad number");
        assertThat(whyBogus("V8\nS<>\n folded\n.\n")).contains("continuation");
        assertThat(whyBogus("V8\nS<a\rb>\n.\n")).contains("line break");
        assertThat(whyBogus("V8\nT1\n.\n")).contains("no sender");
        assertThat(whyBogus("V8\nS<>\nRbob\n.\n")).contains("without flags");
    }

    /// QUE-02: truncated files.
    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = recorded("dsn");
        for (int length = 0; length < whole.length; length++) {
            assertThat(QueueFileReader.read(ID, whole, 0, length)).isInstanceOf(QueueFileReader.Result.Bogus.class);
        }
    }

    /// CMD-10: no text of an envelope makes a line of its own.
    @Test
    void anyEnvelopeComesBackAsItWas() {
        Random random = new Random(20261125);
        for (int i = 0; i < 2000; i++) {
            Envelope envelope = anyEnvelope(random);
            byte[] written = QueueFileWriter.write(envelope);
            assertThat(read(written)).isEqualTo(envelope);
        }
    }

    /// QUE-02: flipped bytes.
    @Test
    void damagedFilesAreReadOrRefusedButNeverBreakTheReader() throws IOException {
        Random random = new Random(7);
        byte[] whole = recorded("expanded");
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(QueueFileReader.read(ID, damaged)).isNotNull();
        }
    }

    private static String text(Random random, boolean anyByte) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(20); n > 0; n--) {
            char c = (char) (anyByte ? random.nextInt(256) : ' ' + random.nextInt(94));
            out.append(c == '\n' || c == '\r' || c == 0 ? '_' : c);
        }
        return out.toString();
    }

    private static Optional<String> maybe(Random random) {
        return random.nextBoolean() ? Optional.of(text(random, true)) : Optional.empty();
    }

    private static Envelope anyEnvelope(Random random) {
        Set<EnvelopeFlag> flags = EnumSet.noneOf(EnvelopeFlag.class);
        for (EnvelopeFlag flag : EnvelopeFlag.values()) {
            if (random.nextInt(3) == 0) {
                flags.add(flag);
            }
        }
        Map<String, String> macros = new HashMap<>();
        for (String name : List.of("_", "r", "s", "daemon_flags", "client_addr", "x")) {
            if (random.nextBoolean()) {
                macros.put(name, text(random, true));
            }
        }
        List<Recipient> recipients = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            recipients.add(anyRecipient(random));
        }
        List<HeaderField> header = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            String value = text(random, true) + (random.nextBoolean() ? "\n\t" + text(random, true) : "");
            header.add(new HeaderField("X-" + n, value, random.nextBoolean() ? "PD" : ""));
        }
        return Envelope.builder(ID)
                .arrivedSeconds(random.nextInt())
                .lastAttemptSeconds(random.nextInt(1000))
                .attempts(random.nextInt(100))
                .priority(random.nextLong())
                .sender(text(random, true))
                .bodyType(List.of(BodyType.values()).get(random.nextInt(3)))
                .flags(flags)
                .envelopeId(maybe(random))
                .authSender(maybe(random))
                .deliverBy(
                        random.nextBoolean()
                                ? Optional.of(
                                        new DeliverBy(random.nextInt(), random.nextBoolean(), random.nextBoolean()))
                                : Optional.empty())
                .statusMessage(maybe(random))
                .quarantineReason(maybe(random))
                .macros(macros)
                .recipients(recipients)
                .header(header)
                .build();
    }

    private static Recipient anyRecipient(Random random) {
        Set<RecipientFlag> flags = EnumSet.noneOf(RecipientFlag.class);
        for (RecipientFlag flag : RecipientFlag.values()) {
            if (random.nextBoolean()) {
                flags.add(flag);
            }
        }
        Optional<ControllingUser> user = switch (random.nextInt(3)) {
            case 0 -> Optional.of(new ControllingUser("alice", 1000, 1000, text(random, true)));
            case 1 -> Optional.of(new ControllingUser("", 0, 0, text(random, true)));
            default -> Optional.empty();
        };
        return new Recipient(text(random, true), flags, maybe(random), maybe(random), user);
    }
}
