package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.deliver.AttemptEnded;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.QueueId;
import org.postern.receive.DeliveryFollower;

/// What a client that said VERB hears, of the events of all messages.
class FollowedDeliveriesTest {
    private static final Duration NOW = Duration.ZERO;

    private final List<String> log = new ArrayList<>();
    private final EventTap events = new EventTap(event -> log.add(event.line()));
    private final DeliveryFollower follower = new FollowedDeliveries(events);

    private static DeliveryAttempted attempted(String id, String to, String text) {
        DeliveryOutcome sent = new DeliveryOutcome.Delivered(new EnhancedStatus(2, 0, 0), text, Optional.empty());
        return new DeliveryAttempted(id, to, Optional.empty(), 1, Optional.of(0L), "local", 30_000, "local", sent);
    }

    @Test
    void tellsWhatBecomesOfOneMessage() throws Exception {
        try (DeliveryFollower.Following following = follower.follow(new QueueId("one"))) {
            events.accept(attempted("one", "<bob@exam.test>", "Sent"));
            events.accept(attempted("two", "<alice@exam.test>", "Sent"));
            events.accept(attempted("one", "<x@far.test>", "Sent (ok\r\n250 fake)"));
            events.accept(new AttemptEnded("two", true, 0, 1));
            assertThat(following.over()).isFalse();
            events.accept(new AttemptEnded("one", false, 3, 1));
            assertThat(following.over()).isFalse();
            assertThat(following.next(NOW)).contains("<bob@exam.test>... Sent");
            assertThat(following.next(NOW))
                    .hasValueSatisfying(line -> assertThat(line)
                            .startsWith("<x@far.test>... Sent (ok")
                            .doesNotContain("\r", "\n"));
            assertThat(following.over()).isTrue();
            assertThat(following.next(NOW)).isEmpty();
        }
        events.accept(new AttemptEnded("one", true, 65, 2));
        assertThat(log).last().isEqualTo("one: done; delay=00:01:05, ntries=2");
    }
}
