package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.base.Event;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

class DeliveryAttemptedTest {
    @Test
    void isSendmailsLine() {
        Event sent = new DeliveryAttempted(
                "x",
                "bob",
                Optional.of("root (0/0)"),
                0,
                Optional.of(0L),
                "local",
                30017,
                "local",
                new DeliveryOutcome.Delivered(new EnhancedStatus(2, 1, 5), "Sent", Optional.empty()));
        assertThat(sent.line())
                .isEqualTo("x: to=bob, ctladdr=root (0/0), delay=00:00:00, xdelay=00:00:00, mailer=local, pri=30017,"
                        + " relay=local, dsn=2.1.5, stat=Sent");
        assertThat(sent.logLevel()).isEqualTo(8);
    }

    @Test
    void tellsTheReplyOfAFailure() {
        Event failed = new DeliveryAttempted(
                "x",
                "nosuch",
                Optional.empty(),
                1,
                Optional.of(0L),
                "local",
                0,
                "",
                new DeliveryOutcome.Failed(
                        new EnhancedStatus(5, 1, 1), "User unknown", Optional.of("550 5.1.1 User unknown")));
        assertThat(failed.line())
                .isEqualTo("x: to=nosuch, delay=00:00:01, xdelay=00:00:00, mailer=local, pri=0, dsn=5.1.1,"
                        + " reply=550 5.1.1 User unknown, stat=User unknown");
        assertThat(failed.logLevel()).isEqualTo(7);
    }
}
