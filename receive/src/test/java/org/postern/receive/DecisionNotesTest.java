package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.cf.CheckResult;
import org.postern.mail.EnhancedStatus;

/// The journal of decisions hears of everything that was refused, once each: by rules, by bounds, by the dialogue.
class DecisionNotesTest {
    private static List<String> told(ReceiveHarness harness) {
        return harness.decisions().stream()
                .map(decision -> decision.moment() + " " + decision.reply()
                        + decision.reason().map(why -> " (" + why + ")").orElse(""))
                .toList();
    }

    @Test
    void boundsAndMistakesAreToldOnce() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O MaxRecipientsPerMessage=1", "O MaxMessageSize=50").start();
                SmtpTalk talk = harness.talk()) {
            harness.rules.on(
                    "check_mail",
                    (words, _) -> words.getFirst().contains("bad")
                            ? ScriptedRules.reject(550, new EnhancedStatus(5, 7, 1), "Access denied")
                            : new CheckResult.Accepted(""));
            talk.ask("EHLO c");
            talk.ask("RCPT TO:<alice@exam.test>");
            talk.ask("MAIL FROM:<x@bad.test>");
            talk.ask("MAIL FROM:<a@good.test> SIZE=100");
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<alice@exam.test>");
            talk.ask("RCPT TO:<bob@exam.test>");
            talk.ask("NONSENSE");
            talk.ask("DATA");
            talk.ask("Subject: long\r\n\r\n" + "x".repeat(100) + "\r\n.");
            talk.ask("QUIT");
            assertThat(told(harness))
                    .containsExactly(
                            "RCPT 503 5.0.0 Need MAIL before RCPT (the order or the form of the command (RFC 5321))",
                            "MAIL 550 5.7.1 <x@bad.test>... Access denied",
                            "MAIL 552 5.2.3 Message size exceeds fixed maximum message size (50)"
                                    + " (option MaxMessageSize)",
                            "RCPT 250 2.1.5 Recipient ok",
                            "RCPT 452 4.5.3 Too many recipients (option MaxRecipientsPerMessage)",
                            "? 500 5.5.1 Command unrecognized: \"NONSENSE\""
                                    + " (no command of SMTP, or one that is switched off)",
                            "DATA 552 5.2.3 Message exceeds maximum fixed size (50) (option MaxMessageSize)");
            SessionDecision last = harness.decisions().getLast();
            assertThat(last.id()).isEqualTo(harness.decisions().get(3).id());
            assertThat(last.facts().sender()).contains("a@good.test");
        }
    }

    @Test
    void aClientThatIsTurnedAwayHasAnIdAndItsAddress() throws Exception {
        HostCondition busy = new HostCondition() {
            @Override
            public int loadAverage() {
                return 9;
            }

            @Override
            public boolean lacksSpace() {
                return false;
            }
        };
        try (ReceiveHarness harness =
                new ReceiveHarness("O RefuseLA=9").condition(busy).start()) {
            for (int i = 0; i < 30; i++) {
                try (SmtpTalk refused = new SmtpTalk(harness.address())) {
                    assertThat(refused.reply()).startsWith("421 4.3.2 mx.exam.test Load too high");
                }
            }
            assertThat(harness.decisions())
                    .as("not more in one second")
                    .hasSize(20)
                    .allSatisfy(decision -> {
                        assertThat(decision.moment()).isEqualTo("connect");
                        assertThat(decision.id()).isNotEmpty();
                        assertThat(decision.facts().address()).isEqualTo("127.0.0.1");
                        assertThat(decision.reason())
                                .hasValueSatisfying(why -> assertThat(why).contains("option RefuseLA"));
                    });
        }
    }
}
