package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.mail.HeaderField;

/// BDAT (RFC 3030), which the recorded program does not have: what it accepts, and what it must never do.
class ChunkTest {
    private final Dialogue dialogue = new Dialogue();

    @Test
    void takesAMessageInOneChunk() {
        dialogue.transaction();
        assertThat(dialogue.raw("BDAT 17 LAST\r\nSubject: x\r\n\r\n.\r\n"))
                .isEqualTo("250 2.0.0 message1 Message accepted for delivery\r\n");
        assertThat(dialogue.bodies).containsExactly(".\n");
        assertThat(dialogue.committed.getFirst().message().header()).containsExactly(new HeaderField("Subject", " x"));
    }

    @Test
    void takesChunksThatCutLinesAnywhere() {
        String text = "Subject: x\r\nTo: y\r\n\r\none\r\n.\r\n..\r\ntwo";
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            Dialogue fresh = new Dialogue().transaction();
            int at = 0;
            while (at < text.length()) {
                int next = Math.min(text.length(), at + 1 + random.nextInt(9));
                String reply = fresh.raw("BDAT " + (next - at) + "\r\n" + text.substring(at, next));
                assertThat(reply).isEqualTo("250 2.0.0 " + (next - at) + " bytes received\r\n");
                at = next;
            }
            assertThat(fresh.say("BDAT 0 LAST")).startsWith("250 2.0.0 message1 ");
            assertThat(fresh.bodies).containsExactly("one\n.\n..\ntwo\n");
        }
    }

    @Test
    void takesPipelinedChunks() {
        dialogue.transaction();
        assertThat(dialogue.raw("BDAT 6\r\nA: b\r\nBDAT 5 LAST\r\n\r\nc\r\nNOOP\r\n"))
                .isEqualTo("250 2.0.0 6 bytes received\r\n250 2.0.0 message1 Message accepted for delivery\r\n"
                        + "250 2.0.0 OK\r\n");
    }

    @Test
    @DisplayName("STATE-04: the bytes of a refused chunk are no commands")
    void state04BytesOfARefusedChunkAreNoCommands() {
        dialogue.open();
        dialogue.say("EHLO c");
        assertThat(dialogue.raw("BDAT 6 LAST\r\nRSET\r\nNOOP\r\n"))
                .isEqualTo("503 5.0.0 Need MAIL command\r\n250 2.0.0 OK\r\n");
        dialogue.say("MAIL FROM:<a@good.test>");
        assertThat(dialogue.raw("BDAT 6\r\nRSET\r\nNOOP\r\n"))
                .isEqualTo("503 5.0.0 Need RCPT (recipient)\r\n250 2.0.0 OK\r\n");
    }

    @Test
    @DisplayName("STATE-04: a size that is none ends the session")
    void state04ASizeThatIsNoneEndsTheSession() {
        for (String bad :
                new String[] {"BDAT", "BDAT x", "BDAT -1", "BDAT 5 LATE", "BDAT 5 LAST x", "BDAT 9999999999999999999"
                }) {
            Dialogue fresh = new Dialogue().transaction();
            assertThat(fresh.raw(bad + "\r\nMAIL FROM:<evil@good.test>\r\n"))
                    .as(bad)
                    .isEqualTo("501 5.5.4 Syntax error in parameters of BDAT; closing connection\r\n");
            assertThat(fresh.closed).isTrue();
        }
    }

    @Test
    @DisplayName("STATE-01: bare line ends are refused in chunks too")
    void state01BareLineEndsAreRefusedInChunksToo() {
        for (String bad : new String[] {"a\nb", "a\rb", "a\n.\nb", "\r\r\n."}) {
            Dialogue fresh = new Dialogue().transaction();
            assertThat(fresh.raw("BDAT " + bad.length() + "\r\n" + bad)).as(bad).startsWith("421 4.5.0 Bare ");
            assertThat(fresh.closed).isTrue();
            assertThat(fresh.committed).isEmpty();
        }
    }

    @Test
    void aCarriageReturnAtTheVeryEndIsBareToo() {
        dialogue.transaction();
        assertThat(dialogue.raw("BDAT 5 LAST\r\na: b\r"))
                .isEqualTo("421 4.5.0 Bare carriage return (CR) not allowed\r\n");
    }

    @Test
    void stateResetDropsTheChunks() {
        dialogue.transaction();
        dialogue.raw("BDAT 9\r\nX: one\r\n\r");
        assertThat(dialogue.say("RSET")).isEqualTo("250 2.0.0 Reset state\r\n");
        assertThat(dialogue.raw("BDAT 5 LAST\r\nY: b\n")).isEqualTo("503 5.0.0 Need MAIL command\r\n");
        dialogue.say("MAIL FROM:<a@good.test>");
        dialogue.say("RCPT TO:<bob@exam.test>");
        assertThat(dialogue.raw("BDAT 6 LAST\r\nY: b\r\n")).startsWith("250 2.0.0 message2 ");
        assertThat(dialogue.committed.getFirst().message().header()).containsExactly(new HeaderField("Y", " b"));
        assertThat(dialogue.bodies).containsExactly("");
    }

    @Test
    void stateDataAndRcptAreRefusedBetweenChunks() {
        dialogue.transaction();
        dialogue.raw("BDAT 2\r\n\r\n");
        assertThat(dialogue.say("DATA")).isEqualTo("503 5.5.1 DATA not permitted after BDAT\r\n");
        assertThat(dialogue.say("RCPT TO:<bob@exam.test>")).isEqualTo("503 5.5.1 RCPT not permitted after BDAT\r\n");
        assertThat(dialogue.say("MAIL FROM:<a@good.test>")).isEqualTo("503 5.5.0 Sender already specified\r\n");
        assertThat(dialogue.say("BDAT 0 LAST")).startsWith("250 2.0.0 message1 ");
    }

    @Test
    void dosAMessageThatIsTooBigEndsWithItsChunk() {
        dialogue.limits = SessionLimits.DEFAULT.withMaxMessageSize(10);
        dialogue.transaction();
        assertThat(dialogue.raw("BDAT 20\r\n\r\n" + "x".repeat(18)))
                .isEqualTo("552 5.2.3 Message exceeds maximum fixed size (10)\r\n");
        assertThat(dialogue.raw("BDAT 4 LAST\r\nRSET")).isEqualTo("503 5.0.0 Need MAIL command\r\n");
        assertThat(dialogue.committed).isEmpty();
    }

    @Test
    void dosManyEmptyChunksAreSlowedDown() {
        dialogue.transaction();
        for (int i = 0; i < 21; i++) {
            assertThat(dialogue.say("BDAT 0")).startsWith("250 ");
        }
        assertThat(dialogue.delays).containsExactly(1000L, 2000L);
    }

    @Test
    void aRefusalOfTheWholeSessionClosesItAtBdat() {
        dialogue.policy.atConnection = new Verdict.Refuse(Reply.of("550 5.7.1 Access denied"));
        dialogue.open();
        assertThat(dialogue.raw("BDAT 6\r\nRSET\r\n")).isEqualTo("550 5.7.1 Access denied\r\n");
        assertThat(dialogue.closed).isTrue();
    }

    @Test
    void isUnknownWhereItIsNotOffered() {
        dialogue.features = dialogue.features.with(ServerFeature.CHUNKING, false);
        dialogue.transaction();
        assertThat(dialogue.say("BDAT 0 LAST")).isEqualTo("500 5.5.1 Command unrecognized: \"BDAT 0 LAST\"\r\n");
        assertThat(dialogue.say("BDAT x")).isEqualTo("500 5.5.1 Command unrecognized: \"BDAT x\"\r\n");
    }
}
