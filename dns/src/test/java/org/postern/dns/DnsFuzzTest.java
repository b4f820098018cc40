package org.postern.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Any packet from a server: no more records than allowed, and names only of letters that names have.
final class DnsFuzzTest {
    private static final DnsSettings SETTINGS =
            DnsSettings.forServers(List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53)));

    @FuzzTest
    void anyAnswer(byte[] packet) {
        for (RecordKind<?> kind : List.of(RecordKind.MX, RecordKind.A, RecordKind.TXT)) {
            DnsWire question = DnsWire.question("a.test", kind, SETTINGS).orElseThrow();
            int id = packet.length < 2 ? 0 : ((packet[0] & 255) << 8) | (packet[1] & 255);
            question.response(packet, id).ifPresent(found -> {
                if (found.values().size() > SETTINGS.mostRecords()) {
                    throw new AssertionError(found.values().size() + " records");
                }
                for (Object value : found.values()) {
                    if (value instanceof Resolver.MailExchanger exchanger
                            && !exchanger.host().matches("[A-Za-z0-9._/-]*")) {
                        throw new AssertionError("a name of " + exchanger.host());
                    }
                }
            });
        }
    }
}
