package org.postern.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsWireTest {
    private static final DnsSettings SETTINGS =
            DnsSettings.forServers(List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53)));

    /// NET-04, NET-03: answers with changed bytes, cut anywhere.
    @Test
    void survivesEveryChangedByte() throws Exception {
        DnsWire question = DnsWire.question("a.test", RecordKind.MX, SETTINGS).orElseThrow();
        byte[] right = response();
        assertThat(question.response(right, 7).orElseThrow().values()).hasSize(2);

        Random random = new Random(20_261_125);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Arrays.copyOf(right, 1 + random.nextInt(right.length));
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            question.response(bytes, 7).ifPresent(found -> {
                assertThat(found.values()).hasSizeLessThanOrEqualTo(SETTINGS.mostRecords());
                found.values()
                        .forEach(value -> assertThat(((Resolver.MailExchanger) value).host())
                                .matches("[A-Za-z0-9._/-]*"));
            });
        }
    }

    /// ResolverOptions `-RECURSE`.
    @Test
    void asksForRecursionUnlessTold() throws Exception {
        assertThat(wantsRecursion(SETTINGS)).isTrue();
        assertThat(wantsRecursion(SETTINGS.withModes(Set.of(DnsSettings.Mode.NOT_RECURSIVE))))
                .isFalse();
    }

    private static boolean wantsRecursion(DnsSettings settings) throws IOException {
        DnsWire question = DnsWire.question("a.test", RecordKind.MX, settings).orElseThrow();
        return new Message(question.bytes(7, true)).getHeader().getFlag(Flags.RD);
    }

    @Test
    void acceptsOnlyTheAnswerToItsQuestion() throws Exception {
        byte[] right = response();

        assertThat(DnsWire.question("A.TEST", RecordKind.MX, SETTINGS)
                        .orElseThrow()
                        .response(right, 7))
                .isPresent();
        assertThat(DnsWire.question("a.test", RecordKind.MX, SETTINGS)
                        .orElseThrow()
                        .response(right, 8))
                .isEmpty();
        assertThat(DnsWire.question("a.test", RecordKind.A, SETTINGS)
                        .orElseThrow()
                        .response(right, 7))
                .isEmpty();
        assertThat(DnsWire.question("b.test", RecordKind.MX, SETTINGS)
                        .orElseThrow()
                        .response(right, 7))
                .isEmpty();
        byte[] question = DnsWire.question("a.test", RecordKind.MX, SETTINGS)
                .orElseThrow()
                .bytes(7, true);
        assertThat(DnsWire.question("a.test", RecordKind.MX, SETTINGS)
                        .orElseThrow()
                        .response(question, 7))
                .isEmpty();
    }

    private static byte[] response() throws Exception {
        Name name = Name.fromString("a.test.");
        Message message = new Message(7);
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(Record.newRecord(name, Type.MX, DClass.IN), Section.QUESTION);
        for (String data : List.of("10 b.test.", "20 c.test.")) {
            message.addRecord(Record.fromString(name, Type.MX, DClass.IN, 60, data, Name.root), Section.ANSWER);
        }
        return message.toWire();
    }
}
