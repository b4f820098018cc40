package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// SMTPUTF8 (RFC 6531) where option SmtpUTF8 or a rule set offers it, and LIMITS (RFC 9422).
class InternationalTest {
    private final Dialogue dialogue = new Dialogue();

    private void offered() {
        dialogue.features = dialogue.features.with(ServerFeature.SMTPUTF8, true);
        dialogue.open();
        assertThat(dialogue.say("EHLO c")).contains("250-DSN\r\n250-SMTPUTF8\r\n250-ETRN\r\n");
    }

    @Test
    void anInternationalMessageSaysSo() {
        offered();
        assertThat(dialogue.say("MAIL FROM:<a@good.test> BODY=8BITMIME SMTPUTF8"))
                .startsWith("250 ");
        assertThat(dialogue.say("RCPT TO:<b\u00c3\u00b6b@exam.test>")).startsWith("250 ");
        dialogue.say("DATA");
        assertThat(dialogue.say("Subject: x", "", "y", ".")).startsWith("250 ");
        assertThat(dialogue.committed.getFirst().transaction().parameters().international())
                .isTrue();
        assertThat(dialogue.committed.getFirst().session().protocol()).isEqualTo("UTF8SMTP");
    }

    @Test
    void anAddressThatNeedsItIsRefusedWithoutIt() {
        offered();
        assertThat(dialogue.say("MAIL FROM:<\u00c3\u00b6@good.test>"))
                .startsWith("553 5.6.7 ")
                .contains("Address requires SMTPUTF8");
        dialogue.say("MAIL FROM:<a@good.test>");
        assertThat(dialogue.say("RCPT TO:<b\u00c3\u00b6b@exam.test>")).startsWith("553 5.6.7 ");
    }

    @Test
    void theParameterHasNoValueAndIsUnknownElsewhere() {
        offered();
        assertThat(dialogue.say("MAIL FROM:<a@good.test> SMTPUTF8=x"))
                .isEqualTo("501 5.5.4 Syntax error in SMTPUTF8 parameter value\r\n");
        Dialogue without = new Dialogue();
        without.open();
        assertThat(without.say("MAIL FROM:<a@good.test> SMTPUTF8"))
                .isEqualTo("555 5.5.4 SMTPUTF8 parameter unrecognized\r\n");
    }

    @Test
    void limitsTellsTheMostRecipients() {
        dialogue.limits = new SessionLimits(0, 100, 7, 20, 25, SessionLimits.BadRecipients.UNLIMITED, false, 0);
        dialogue.open();
        assertThat(dialogue.say("EHLO c")).contains("250-LIMITS RCPTMAX=7\r\n250 HELP");
    }
}
