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
import org.postern.base.StepTimes;
import org.postern.cf.DecidingEntry;
import org.postern.queue.QueueFigures;
import org.postern.receive.ReceiveFigures;
import org.postern.receive.ReplyKind;
import org.postern.receive.RulesetEvent;

class MetricsEndpointTest {
    private final EventCounters events = new EventCounters(EventSink.none(), map -> map.equals("access"));
    private final MetricsText text = new MetricsText(
            events,
            () -> new ReceiveFigures(
                    3,
                    10,
                    1,
                    Map.of(new ReplyKind(250, "2.1.5", "RCPT"), 7L),
                    Map.of(
                            "rcpt",
                            new StepTimes.Times(List.of(4L, 2L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L), 70_500_000_000L))),
            () -> new QueueFigures(4, 1, 9, 5));

    private static Event refused(DecidingEntry entry) {
        return new RulesetEvent(
                Optional.empty(),
                "check_rcpt",
                List.of("<x@far.test>"),
                "evil.test [192.0.2.1]",
                "",
                4,
                RulesetEvent.Action.REJECT,
                "550 5.7.1 <x@far.test>... Relaying denied",
                Optional.of(entry));
    }

    private static String ask(InetSocketAddress address, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            socket.getOutputStream().write(Ascii.bytes(request));
            return Ascii.text(socket.getInputStream().readAllBytes());
        }
    }

    @Test
    void showsFiguresAndCounters() throws Exception {
        Event refused = refused(new DecidingEntry("access", "To:far.test"));
        events.accept(refused);
        events.accept(refused);
        events.accept(refused(new DecidingEntry("rbl", "1.2.0.192.list.test")));
        try (MetricsEndpoint endpoint =
                MetricsEndpoint.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), text)) {
            String answer = ask(endpoint.address(), "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\npostern_sessions 3\n")
                    .contains("\npostern_connections_accepted_total 10\n")
                    .contains("\npostern_replies_total{code=\"250\",reason=\"2.1.5\",command=\"RCPT\"} 7\n")
                    .contains("\npostern_step_seconds_bucket{step=\"rcpt\",le=\"0.001\"} 4\n")
                    .contains("\npostern_step_seconds_bucket{step=\"rcpt\",le=\"64.0\"} 6\n")
                    .contains("\npostern_step_seconds_bucket{step=\"rcpt\",le=\"+Inf\"} 7\n")
                    .contains("\npostern_step_seconds_count{step=\"rcpt\"} 7\n")
                    .contains("\npostern_step_seconds_sum{step=\"rcpt\"} 70.5\n")
                    .contains("\npostern_queue_waiting 4\n")
                    .contains(
                            "\npostern_ruleset_decisions_total{ruleset=\"check_rcpt\",action=\"reject\",code=\"550\","
                                    + "map=\"access\",key=\"To:far.test\"} 2\n",
                            "code=\"550\",map=\"rbl\",key=\"\"} 1\n")
                    .doesNotContain("evil.test", "192.list")
                    .endsWith("# EOF\n");
            assertThat(ask(endpoint.address(), "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
            assertThat(ask(endpoint.address(), "x".repeat(5000))).doesNotContain("postern_");
        }
    }

    @Test
    void dos10LabelsFromManyNamesStayBounded() {
        for (int i = 0; i < 5000; i++) {
            events.accept(new RulesetEvent(
                    Optional.empty(),
                    "set" + i,
                    List.of(),
                    "",
                    "",
                    4,
                    RulesetEvent.Action.DISCARD,
                    "",
                    Optional.empty()));
        }
        StringBuilder out = new StringBuilder();
        events.appendTo(out);
        assertThat(out.toString().lines().count()).isLessThan(2100);
        assertThat(out).contains("other=\"yes\"");
    }
}
