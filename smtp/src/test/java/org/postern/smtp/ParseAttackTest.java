package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Attacks on the parser of commands, each under its number in the list that docs/testing.md explains.
class ParseAttackTest {
    private static Dialogue opened() {
        Dialogue dialogue = new Dialogue();
        dialogue.features = dialogue.features.with(ServerFeature.REJECT_EARLY_DATA, false);
        dialogue.open();
        return dialogue;
    }

    @Test
    @DisplayName("PARSE-08: long arguments, many recipients and sizes beyond every integer")
    void parse08LongAndMany() {
        Dialogue hello = opened();
        assertThat(hello.say("EHLO " + "a".repeat(100_000))).startsWith("421 4.7.0 mx.exam.test Command too long");
        assertThat(hello.closed).isTrue();
        assertThat(opened().say("EHLO " + "a".repeat(257))).startsWith("501 ");

        Dialogue many = new Dialogue().transaction();
        int limit = many.limits.recipients();
        for (int i = 1; i < limit; i++) {
            many.say("RCPT TO:<b" + i + "@exam.test>");
        }
        assertThat(many.say("RCPT TO:<one.more@exam.test>")).isEqualTo("452 4.5.3 Too many recipients\r\n");
        assertThat(limit).isLessThanOrEqualTo(50_000);

        for (String size : List.of("2147483648", "4294967296", "9223372036854775807")) {
            Dialogue sized = opened();
            sized.say("EHLO client.test");
            assertThat(sized.say("MAIL FROM:<a@good.test> SIZE=" + size))
                    .as(size)
                    .matches("(250|552) .*\r\n");
        }
        Dialogue over = opened();
        over.say("EHLO client.test");
        assertThat(over.say("MAIL FROM:<a@good.test> SIZE=99999999999999999999"))
                .startsWith("552 5.2.3 Message size exceeds maximum value");
    }

    @Test
    @DisplayName("PARSE-14: ENVID and ORCPT in xtext: NUL and line breaks are refused, others stay as they are")
    void parse14Xtext() {
        for (String good : List.of("abc", "a+2Bb", "a+2b", "+21", "x".repeat(100), "a+FFb")) {
            assertThat(withEnvelopeId(good)).as(good).startsWith("250 ");
        }
        for (String bad : List.of("a+00b", "a+0Ab", "a+0Db", "a+0D+0ARCPT", "a+2", "a+", "a+zz", "a\u00e9")) {
            assertThat(withEnvelopeId(bad)).as(bad).isEqualTo("501 5.5.4 Syntax error in ENVID parameter value\r\n");
            assertThat(withOriginal("rfc822;" + bad))
                    .as(bad)
                    .isEqualTo("501 5.5.4 Syntax error in ORCPT parameter value\r\n");
        }
        assertThat(withOriginal("rfc822;bob+40exam.test")).startsWith("250 ");
        assertThat(withOriginal("utf-8;bob")).startsWith("250 ");
        assertThat(withOriginal("bob@exam.test")).startsWith("501 ");
        Dialogue dialogue = new Dialogue();
        dialogue.open();
        dialogue.say("EHLO client.test");
        dialogue.say("MAIL FROM:<a@good.test> ENVID=a+2Bb");
        assertThat(dialogue.session()
                        .view()
                        .transaction()
                        .orElseThrow()
                        .parameters()
                        .envelopeId())
                .contains("a+2Bb");
    }

    private static String withEnvelopeId(String value) {
        Dialogue dialogue = opened();
        dialogue.say("EHLO client.test");
        return dialogue.say("MAIL FROM:<a@good.test> ENVID=" + value);
    }

    private static String withOriginal(String value) {
        Dialogue dialogue = opened();
        dialogue.say("EHLO client.test");
        dialogue.say("MAIL FROM:<a@good.test>");
        return dialogue.say("RCPT TO:<bob@exam.test> ORCPT=" + value);
    }

    @Test
    @DisplayName("DOS-03: a command line without end is cut at its limit, and noise slows down or ends the session")
    void dos03EndlessLinesAndNoise() {
        Dialogue endless = opened();
        int sent = 0;
        while (!endless.closed) {
            endless.raw("x".repeat(1000));
            sent += 1000;
        }
        assertThat(sent).isLessThanOrEqualTo(ServerSession.MAX_COMMAND_LINE + 1000);

        Dialogue unknown = opened();
        int commands = 0;
        while (!unknown.closed) {
            unknown.say("FOO");
            commands++;
        }
        assertThat(commands).isEqualTo(26);

        for (String noise : List.of("NOOP", "VRFY alice", "EXPN staff", "ETRN good.test", "HELO x")) {
            Dialogue noisy = opened();
            for (int i = 0; i < 40; i++) {
                noisy.say(noise);
            }
            assertThat(noisy.delays).as(noise).contains(1000L, 240_000L);
        }
        Dialogue resets = opened();
        resets.memory = new MemoryBudget(1000);
        for (int i = 0; i < 10_000; i++) {
            resets.say("RSET");
        }
        assertThat(resets.memory.used()).isZero();
    }

    @Test
    @DisplayName("DOS-10: recipients and header names whose hash codes are equal are as fast as others")
    void dos10EqualHashes() {
        Dialogue dialogue = new Dialogue().transaction();
        for (int i = 0; i < 1 << 12; i++) {
            dialogue.say("RCPT TO:<" + colliding(i, 12) + "@exam.test>");
        }
        dialogue.say("DATA");
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < 1 << 10; i++) {
            header.append(colliding(i, 10)).append(": x\r\n");
        }
        assertThat(colliding(1, 12).hashCode()).isEqualTo(colliding(2, 12).hashCode());
        assertThat(dialogue.raw(header + "\r\n.\r\n")).startsWith("250 2.0.0 ");
        assertThat(dialogue.committed.getFirst().transaction().recipients()).hasSize((1 << 12) + 1);
    }

    private static String colliding(int number, int length) {
        StringBuilder out = new StringBuilder();
        for (int bit = 0; bit < length; bit++) {
            out.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return out.toString();
    }
}
