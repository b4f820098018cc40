package org.postern.programs.mailqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.queue.QueueEditor.Change;
import org.postern.queue.QueueKind;

class QueueOptionsTest {
    private static final Envelope MESSAGE = Envelope.builder(new QueueId("abc1"))
            .arrivedSeconds(10_000)
            .sender("<Sender@near.test>")
            .recipients(List.of(Recipient.of("<one@far.test>"), Recipient.of("two@other.test")))
            .build();

    private static QueueOptions options(String line) {
        return switch (QueueOptions.parse(List.of(line.split(" ", -1)))) {
            case QueueOptions.Result.Parsed(QueueOptions options) -> options;
            case QueueOptions.Result.Wrong(String message) -> throw new AssertionError(message);
        };
    }

    private static boolean selects(String line) {
        return options(line).selects(MESSAGE, 10_000 + 7200);
    }

    @Test
    void conditionsHoldTogether() {
        assertThat(selects("show")).isTrue();
        assertThat(selects("show --id abc --sender sender@ --recipient TWO")).isTrue();
        assertThat(selects("show --id abd")).isFalse();
        assertThat(selects("show --host FAR.test")).isTrue();
        assertThat(selects("show --host test")).isFalse();
        assertThat(selects("show --host other.test --older 2h")).isTrue();
        assertThat(selects("show --older 3h")).isFalse();
        assertThat(selects("show --younger 3h")).isTrue();
        assertThat(selects("show --younger 1h")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "explode --all",
                "delete",
                "bounce --reason x",
                "hold --all",
                "reroute --all",
                "show --id",
                "show --older 5",
                "show --older xd",
                "show --colour"
            })
    void whatIsNotClearIsRefused(String line) {
        assertThat(QueueOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ", -1))))
                .isInstanceOf(QueueOptions.Result.Wrong.class);
    }

    @Test
    void actionsChangeWhatTheySay() {
        assertThat(options("release --all").kind()).isEqualTo(QueueKind.QUARANTINED);
        assertThat(options("release --held").kind()).isEqualTo(QueueKind.QUARANTINED);
        assertThat(options("delete --all --lost").kind()).isEqualTo(QueueKind.LOST);
        assertThat(QueueChange.of(options("delete --all"), MESSAGE)).isInstanceOf(Change.Delete.class);
        assertThat(QueueChange.of(options("release --all"), MESSAGE)).isInstanceOf(Change.Keep.class);
        assertThat(QueueChange.of(options("hold --all --reason spam"), MESSAGE))
                .isInstanceOfSatisfying(
                        Change.Rewrite.class,
                        change ->
                                assertThat(change.envelope().quarantineReason()).contains("spam"));
        assertThat(QueueChange.of(options("reroute --all --to [192.0.2.1]"), MESSAGE))
                .isInstanceOfSatisfying(
                        Change.Rewrite.class,
                        change -> assertThat(change.envelope().macros()).containsEntry("reroute_to", "[192.0.2.1]"));
    }
}
