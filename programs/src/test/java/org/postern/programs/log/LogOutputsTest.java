package org.postern.programs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.testkit.FakeClock;

/// One event in every form of log.
class LogOutputsTest {
    private static final LogIdentity IDENTITY = new LogIdentity("mx.exam.test", "sm-mta", 77, ZoneOffset.UTC);

    private record Said(Optional<String> queueId, List<Field> fields, int logLevel) implements Event {
        @Override
        public String name() {
            return "test.said";
        }

        @Override
        public Priority priority() {
            return Priority.NOTICE;
        }
    }

    private static final Event EVENT = new Said(
            Optional.of("6APIuL00026010"),
            List.of(new Event.Field("from", "<a\"b@good.test>"), new Event.Field("line", "1")),
            4);

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();

    @Test
    void writesEachEventToEachOutput() throws Exception {
        Path classic = folder.resolve("mail.log");
        Path json = folder.resolve("mail.json");
        try (DatagramChannel host = DatagramChannel.open()) {
            host.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            int port = ((InetSocketAddress) host.getLocalAddress()).getPort();
            List<String> names = List.of("file:" + classic, "json:" + json, "rfc5424:127.0.0.1:" + port);
            try (LogOutputs outputs = LogOutputs.open(names, clock, IDENTITY, 9)) {
                outputs.accept(EVENT);
                outputs.accept(new Said(Optional.empty(), List.of(), 10));
            }
            ByteBuffer packet = ByteBuffer.allocate(2000);
            host.receive(packet);
            assertThat(Ascii.text(packet.array(), 0, packet.position()))
                    .matches("<21>1 \\d{4}-\\d\\d-\\d\\dT\\S+ mx sm-mta 77 test.said - "
                            + "6APIuL00026010: from=<a\"b@good.test>, line=1");
        }
        assertThat(Files.readAllLines(classic))
                .singleElement()
                .asString()
                .endsWith(" mx sm-mta[77]: 6APIuL00026010: from=<a\"b@good.test>, line=1");
        assertThat(Files.readAllLines(json))
                .singleElement()
                .asString()
                .contains(
                        "\"host\":\"mx\",\"tag\":\"sm-mta\",\"pid\":77,\"event\":\"test.said\",\"priority\":\"notice\","
                                + "\"level\":4,\"id\":\"6APIuL00026010\",\"from\":\"<a\\\"b@good.test>\",\"field_line\":\"1\","
                                + "\"line\":\"6APIuL00026010: from=");
    }

    @Test
    void inj01WhatIsNotPrintableIsEscapedInJson() {
        Event odd = new Said(Optional.empty(), List.of(new Event.Field("x", "a\u001b[0m\u00e9\n")), 4);
        assertThat(new JsonLine(IDENTITY).of(0, odd))
                .contains("\"x\":\"a\\u001b[0m\\u00e9\\u000a\"")
                .endsWith("}\n");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> LogOutputs.open(List.of("pigeon:x"), clock, IDENTITY, 9))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown log output");
        assertThatThrownBy(() -> LogOutputs.open(List.of("rfc5424:log.exam.test"), clock, IDENTITY, 9))
                .isInstanceOf(IOException.class);
    }
}
