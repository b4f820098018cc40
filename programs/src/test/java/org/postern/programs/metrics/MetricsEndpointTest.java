package org.postern.programs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.queue.QueueFigures;
import org.postern.receive.ReceiveFigures;
import org.postern.receive.RulesetEvent;

class MetricsEndpointTest {
    private final EventCounters events = new EventCounters(EventSink.none());
    private final MetricsText text = new MetricsText(
            events, () -> new ReceiveFigures(3, 10, 1, Map.of(250, 7L)), () -> new QueueFigures(4, 1, 9, 5));

    private static String ask(InetSocketAddress address, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            socket.getOutputStream().write(Ascii.bytes(request));
            return Ascii.text(socket.getInputStream().readAllBytes());
        }
    }

    @Test
    void showsFiguresAndCounters() throws Exception {
        Event refused = new RulesetEvent(
                Optional.empty(),
                "check_rcpt",
                List.of("<x@far.test>"),
                "evil.test [192.0.2.1]",
                "",
                4,
                RulesetEvent.Action.REJECT,
                "550 5.7.1 <x@far.test>... Relaying denied");
        events.accept(refused);
        events.accept(refused);
        try (MetricsEndpoint endpoint =
                MetricsEndpoint.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), text)) {
            String answer = ask(endpoint.address(), "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\npostern_sessions 3\n")
                    .contains("\npostern_connections_accepted_total 10\n")
                    .contains("\npostern_replies_total{code=\"250\"} 7\n")
                    .contains("\npostern_queue_waiting 4\n")
                    .contains(
                            "\npostern_ruleset_decisions_total{ruleset=\"check_rcpt\",action=\"reject\",code=\"550\"} 2\n")
                    .doesNotContain("evil.test")
                    .endsWith("# EOF\n");
            assertThat(ask(endpoint.address(), "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
            assertThat(ask(endpoint.address(), "x".repeat(5000))).doesNotContain("postern_");
        }
    }

    @Test
    void dos10LabelsFromManyNamesStayBounded() {
        for (int i = 0; i < 5000; i++) {
            events.accept(new RulesetEvent(
                    Optional.empty(), "set" + i, List.of(), "", "", 4, RulesetEvent.Action.DISCARD, ""));
        }
        StringBuilder out = new StringBuilder();
        events.appendTo(out);
        assertThat(out.toString().lines().count()).isLessThan(2100);
        assertThat(out).contains("other=\"yes\"");
    }
}
