package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// DOS-12: memory is refused before it is gone, one command at a time, and comes back.
class MemoryBudgetTest {
    @Test
    void dos12RecipientsBeyondTheBudgetAreRefusedForNow() {
        Dialogue dialogue = new Dialogue();
        dialogue.memory = new MemoryBudget(600);
        dialogue.transaction();
        assertThat(dialogue.say("RCPT TO:<b@exam.test>")).startsWith("250 ");
        assertThat(dialogue.say("RCPT TO:<c@exam.test>"))
                .isEqualTo("452 4.3.1 Insufficient memory; try again later\r\n");
        assertThat(dialogue.say("RSET")).startsWith("250 ");
        assertThat(dialogue.memory.used()).isZero();
        assertThat(dialogue.say("MAIL FROM:<a@good.test>")).startsWith("250 ");
        assertThat(dialogue.say("RCPT TO:<c@exam.test>")).startsWith("250 ");
    }

    @Test
    void dos12AHeaderBeyondTheBudgetIsRefusedForNow() {
        Dialogue dialogue = new Dialogue();
        dialogue.memory = new MemoryBudget(5000);
        dialogue.transaction();
        dialogue.say("DATA");
        assertThat(dialogue.say("X: " + "y".repeat(4000), "", "body", "."))
                .isEqualTo("452 4.3.1 Insufficient memory; try again later\r\n");
        assertThat(dialogue.memory.used()).isZero();
        assertThat(dialogue.committed).isEmpty();
    }

    @Test
    void anAcceptedMessageAndAClosedSessionGiveEverythingBack() {
        Dialogue dialogue = new Dialogue();
        dialogue.memory = new MemoryBudget(5000);
        dialogue.transaction();
        dialogue.say("DATA");
        assertThat(dialogue.say("X: y", "", "body", ".")).startsWith("250 ");
        assertThat(dialogue.memory.used()).isZero();
        dialogue.say("MAIL FROM:<a@good.test>");
        dialogue.say("RCPT TO:<c@exam.test>");
        assertThat(dialogue.memory.used()).isPositive();
        dialogue.session().inputClosed();
        dialogue.run();
        assertThat(dialogue.memory.used()).isZero();
    }
}
