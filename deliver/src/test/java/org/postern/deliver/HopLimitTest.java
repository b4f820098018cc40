package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;

/// The numbers and words were recorded from the real program with MaxHopCount=5.
class HopLimitTest {
    private static final HopLimit FIVE = new HopLimit(5);

    private static Envelope passed(int hosts, Map<String, String> macros) {
        List<HeaderField> header = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            header.add(new HeaderField(i % 2 == 0 ? "Received" : "RECEIVED", " from a by b"));
        }
        header.add(new HeaderField("Subject", " Received: no"));
        return Envelope.builder(new QueueId("6AQ5nMRa028540"))
                .sender("<bounces>")
                .macros(macros)
                .recipients(List.of(Recipient.of("<alice>"), Recipient.of("<bob>")))
                .header(header)
                .build();
    }

    private static Optional<Attempt> judged(Envelope envelope) {
        return FIVE.exceeded(
                envelope,
                envelope.recipients().stream().map(ExpandedAddress::root).toList());
    }

    @Test
    @DisplayName("DOS-04: a message that has passed too many hosts goes back")
    void aLoopEnds() {
        Attempt attempt = judged(passed(7, Map.of("_", "root@localhost"))).orElseThrow();
        assertThat(attempt.outcome())
                .isInstanceOfSatisfying(
                        DeliveryOutcome.Failed.class,
                        failed -> assertThat(failed.status()).hasToString("5.4.6"));
        assertThat(attempt.transcript())
                .containsExactly("554 5.4.6 Too many hops 7 (5 max): from bounces via localhost, to alice");
        assertThat(attempt.answers())
                .hasSize(2)
                .allSatisfy(
                        answer -> assertThat(answer).map(ReportAnswer::reason).contains("554 5.4.6 Too many hops"));
    }

    @ParameterizedTest
    @CsvSource({"5,false", "6,true"})
    void ourOwnFieldCounts(int fields, boolean loop) {
        assertThat(judged(passed(fields, Map.of())).isPresent()).isEqualTo(loop);
    }

    @Test
    void saysWhereItCameFrom() {
        Attempt attempt =
                judged(passed(6, Map.of("_", "peer.test [192.0.2.1]"))).orElseThrow();
        assertThat(attempt.transcript().getFirst()).contains("via peer.test, to");
    }

    @Test
    @DisplayName("DOS-04: a report that goes round ends as well")
    void dos04AReportThatGoesRound() {
        Envelope report = passed(7, Map.of());
        assertThat(judged(report.toBuilder().sender("<>").build())).isPresent();
    }
}
