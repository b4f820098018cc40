package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;

/// Attacks that bring client and server out of step, each under its number in the list that docs/testing.md explains.
class StateAttackTest {
    private static final String EHLO = "EHLO client.test\r\n";
    private static final String BEGIN = EHLO + "MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\n";
    private static final String SECOND = "MAIL FROM:<evil@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\n"
            + "Subject: second\r\n\r\nx\r\n.\r\nQUIT\r\n";
    private static final String END = "\r\n.\r\n";

    private static Dialogue pipelining() {
        Dialogue dialogue = new Dialogue();
        dialogue.features = dialogue.features.with(ServerFeature.REJECT_EARLY_DATA, false);
        dialogue.open();
        return dialogue;
    }

    private static List<String> endings() {
        List<String> all = new ArrayList<>(List.of(""));
        List<String> last = all;
        for (int length = 1; length <= 6; length++) {
            List<String> longer = new ArrayList<>(last.size() * 4);
            for (String shorter : last) {
                for (char next : new char[] {'\r', '\n', '.', '\0'}) {
                    longer.add(shorter + next);
                }
            }
            all.addAll(longer);
            last = longer;
        }
        return all;
    }

    @Test
    @DisplayName("STATE-01: of all strings of CR, LF, dot and NUL up to six long only CR LF dot CR LF ends a message")
    void state01NothingElseEndsAMessage() {
        for (String ending : endings()) {
            for (int piece : new int[] {Integer.MAX_VALUE, 1}) {
                Dialogue dialogue = pipelining();
                feed(dialogue, BEGIN + "DATA\r\nSubject: first\r\n\r\nfirst" + ending + SECOND, piece);
                boolean honest = ("first" + ending + "M").contains(END);
                if (!honest) {
                    assertThat(dialogue.committed.stream()
                                    .map(commit -> commit.transaction().sender().forParsing()))
                            .as("messages after %s", ending.replace("\r", "\\r").replace("\n", "\\n"))
                            .allMatch("<a@good.test>"::equals)
                            .hasSizeLessThan(2);
                }
            }
        }
    }

    private static void feed(Dialogue dialogue, String text, int piece) {
        int at = 0;
        while (at < text.length() && !dialogue.closed) {
            int next = (int) Math.min(text.length(), (long) at + piece);
            dialogue.raw(text.substring(at, next));
            at = next;
        }
    }

    @Test
    @DisplayName("STATE-03: a chunk that cuts CR LF dot CR LF anywhere is passed on as one message")
    void state03ChunksNeverSmuggle() {
        String body = "Subject: x\r\n\r\na\r\n.\r\nMAIL FROM:<evil@x>\r\nb\r\n..\r\n.\r\n";
        for (int cut = 1; cut < body.length(); cut++) {
            Dialogue dialogue = pipelining();
            dialogue.raw(BEGIN);
            dialogue.raw("BDAT " + cut + "\r\n" + body.substring(0, cut));
            dialogue.raw("BDAT " + (body.length() - cut) + " LAST\r\n" + body.substring(cut));
            assertThat(dialogue.committed).hasSize(1);
            assertThat(relayed(dialogue.bodies.getFirst()))
                    .endsWith(END)
                    .satisfies(wire -> assertThat(wire.indexOf(END)).isEqualTo(wire.length() - END.length()));
        }
        Dialogue onlyLf = pipelining();
        onlyLf.raw(BEGIN);
        assertThat(onlyLf.raw("BDAT 16 LAST\r\nSubject: x\n\n.\n.\n")).startsWith("421 4.5.0 Bare linefeed");
        assertThat(onlyLf.committed).isEmpty();
    }

    private static String relayed(String body) {
        DataWriter writer = new DataWriter(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = Ascii.bytes(body);
        writer.write(bytes, 0, bytes.length);
        out.write(writer.output(), 0, writer.outputLength());
        writer.finish();
        out.write(writer.output(), 0, writer.outputLength());
        return Ascii.text(out.toByteArray());
    }

    @Test
    @DisplayName("STATE-04: BDAT out of place, empty, after DATA, with RSET between and with impossible sizes")
    void state04ChunksOutOfPlace() {
        Dialogue dialogue = pipelining();
        assertThat(dialogue.raw(EHLO + "BDAT 4\r\nQUIT")).endsWith("503 5.0.0 Need MAIL command\r\n");
        assertThat(dialogue.say("DATA")).startsWith("503 ");
        assertThat(dialogue.say("BDAT 0 LAST")).startsWith("503 ");
        dialogue.raw("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\n");
        assertThat(dialogue.raw("BDAT 0\r\nBDAT 6\r\nA: b\r\nRSET\r\nDATA\r\n"))
                .contains("250 2.0.0 Reset state\r\n503 5.0.0 Need MAIL command\r\n");
        assertThat(dialogue.committed).isEmpty();
        assertThat(dialogue.raw("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nBDAT 0 LAST\r\n"))
                .contains("250 2.0.0 message");
        assertThat(dialogue.committed).hasSize(1);
        for (String size : List.of("-1", "9223372036854775808", "18446744073709551616", "0x10", "1e3", "")) {
            Dialogue odd = pipelining();
            odd.raw(BEGIN);
            assertThat(odd.say("BDAT " + size)).as(size).startsWith("5");
            assertThat(odd.committed).isEmpty();
        }
    }

    @Test
    @DisplayName("STATE-05: after a refused end of data nothing of the message is left")
    void state05ARefusedMessageLeavesNothing() {
        for (Verdict refusal : List.of(
                new Verdict.Refuse(Reply.of("550 5.7.1 no")), new Verdict.Refuse(Reply.of("451 4.7.1 later")))) {
            Dialogue dialogue = pipelining();
            dialogue.policy.atEnd = refusal;
            dialogue.raw(BEGIN + "DATA\r\nSubject: x\r\n\r\nx\r\n.\r\n");
            dialogue.policy.atEnd = Verdict.accept();
            assertThat(dialogue.raw("RCPT TO:<bob@exam.test>\r\nDATA\r\nBDAT 3 LAST\r\nabc"))
                    .isEqualTo("503 5.0.0 Need MAIL before RCPT\r\n503 5.0.0 Need MAIL command\r\n"
                            + "503 5.0.0 Need MAIL command\r\n");
            assertThat(dialogue.committed).isEmpty();
            assertThat(dialogue.session().view().transaction()).isEmpty();
        }
    }

    @Test
    @DisplayName("STATE-06: an address in UTF-8 without SMTPUTF8 is refused and changes nothing")
    void state06Utf8NeedsItsParameter() {
        Dialogue dialogue = new Dialogue();
        dialogue.features = dialogue.features.with(ServerFeature.SMTPUTF8, true);
        dialogue.open();
        dialogue.say("EHLO client.test");
        assertThat(dialogue.say("MAIL FROM:<\u00c3\u00a4@good.test>")).startsWith("553 ");
        assertThat(dialogue.say("DATA")).startsWith("503 5.0.0 Need MAIL command");
        dialogue.say("MAIL FROM:<a@good.test>");
        assertThat(dialogue.say("RCPT TO:<\u00c3\u00a4@exam.test>")).startsWith("553 ");
        assertThat(dialogue.say("DATA")).startsWith("503 5.0.0 Need RCPT");
    }

    @Test
    @DisplayName("STATE-07: many tiny chunks cost nothing, and a loss in the middle leaves no message")
    void state07TinyChunksAndALoss() {
        Dialogue dialogue = pipelining();
        dialogue.memory = new MemoryBudget(1_000_000);
        dialogue.open();
        dialogue.raw(BEGIN);
        dialogue.raw(
                "BDAT 5\r\nA: b\n".replace("\n", "\r\n").replace("\r\r", "\r").replace("BDAT 5", "BDAT 6"));
        dialogue.raw("BDAT 2\r\n\r\n");
        long before = dialogue.memory.used();
        for (int i = 0; i < 20_000; i++) {
            assertThat(dialogue.raw("BDAT 1\r\nx")).startsWith("250 ");
        }
        assertThat(dialogue.memory.used()).isEqualTo(before);
        dialogue.raw("BDAT 100 LAST\r\nhalf of it");
        dialogue.session().inputClosed();
        dialogue.run();
        assertThat(dialogue.committed).isEmpty();
        assertThat(dialogue.memory.used()).isZero();
    }

    @Test
    @DisplayName("STATE-08: commands before the reply to EHLO and content before 354 end the dialogue")
    void state08TalkingBeforeTheTurn() {
        Dialogue eager = new Dialogue();
        eager.open();
        assertThat(eager.raw(BEGIN + "DATA\r\n"))
                .startsWith("554 5.5.0 SMTP protocol error\r\n550 5.0.0 Command rejected");
        Dialogue stuffed = new Dialogue();
        stuffed.open();
        stuffed.raw(EHLO);
        stuffed.raw("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\n");
        assertThat(stuffed.raw("DATA\r\nSubject: x\r\n\r\n.\r\n")).isEqualTo("554 5.5.0 SMTP protocol error\r\n");
        assertThat(stuffed.closed).isTrue();
        assertThat(stuffed.committed).isEmpty();
    }

    @Test
    @DisplayName("STATE-11: what a browser, an FTP client or a TLS client says first runs no command")
    void state11OtherProtocols() {
        String inside = "MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\n";
        for (String first : List.of(
                "POST / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "CONNECT mx:25 HTTP/1.1\r\n\r\n",
                "USER ftp\r\n",
                "post /x HTTP/1.1\r\n")) {
            Dialogue dialogue = pipelining();
            assertThat(dialogue.raw(first + inside)).as(first).startsWith("421 4.7.0 ");
            assertThat(dialogue.closed).isTrue();
            assertThat(dialogue.committed).isEmpty();
        }
        Dialogue tls = pipelining();
        String hello = "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "\u0001".repeat(64);
        assertThat(tls.raw(hello + "\r\n")).matches("500 5\\.5\\.1 Command unrecognized: \"[ -~]*\"\r\n");
    }

    @Test
    @DisplayName("STATE-12: HELO and EHLO end a transaction; STARTTLS and AUTH are refused inside one")
    void state12GreetingsInATransaction() {
        for (String again : List.of("HELO client.test", "EHLO client.test")) {
            Dialogue dialogue = new Dialogue().transaction();
            dialogue.say(again);
            assertThat(dialogue.say("DATA")).startsWith("503 5.0.0 Need MAIL command");
        }
        Dialogue secure = new Dialogue();
        secure.features = secure.features.with(ServerFeature.AUTH, true);
        secure.policy.mechanisms = List.of("PLAIN");
        secure.modes.add(SessionSettings.Mode.TLS_READY);
        secure.open();
        secure.say("EHLO client.test");
        secure.say("MAIL FROM:<a@good.test>");
        assertThat(secure.say("STARTTLS")).startsWith("503 5.5.0 TLS not permitted during a mail transaction");
        assertThat(secure.say("AUTH PLAIN AAAA")).startsWith("503 5.5.0 AUTH not permitted during a mail transaction");
        assertThat(secure.say("RCPT TO:<bob@exam.test>")).startsWith("250 ");
    }

    @Test
    @DisplayName(
            "STATE-13, TLS-01: what was said in the clear is forgotten after STARTTLS, and stuffed commands with it")
    void state13NothingOfTheClearTextCounts() {
        Dialogue dialogue = new Dialogue();
        dialogue.features =
                SessionFeatures.defaults(Set.of(PrivacyOption.NEEDMAILHELO)).with(ServerFeature.STARTTLS, true);
        dialogue.modes.add(SessionSettings.Mode.TLS_READY);
        dialogue.open();
        dialogue.say("EHLO client.test");
        String said = dialogue.raw("STARTTLS\r\nMAIL FROM:<evil@good.test>\r\n");
        assertThat(said).startsWith("220 ").doesNotContain("Sender ok");
        assertThat(dialogue.say("MAIL FROM:<a@good.test>")).startsWith("503 5.0.0 Polite people say HELO first");
        assertThat(dialogue.session().view().heloName()).isEmpty();
    }

    @Test
    @DisplayName("DOS-01: a time-out after any byte gives 421, no message and all memory back")
    void dos01TimeOutsAnywhere() {
        String whole = BEGIN + "DATA\r\nSubject: x\r\n\r\nbody\r\n.\r\nMAIL FROM:<a@good.test>\r\n"
                + "RCPT TO:<bob@exam.test>\r\nBDAT 20 LAST\r\nSubject: y\r\n\r\nbody\r\n";
        for (int cut = 1; cut < whole.length(); cut++) {
            Dialogue dialogue = new Dialogue();
            dialogue.memory = new MemoryBudget(100_000);
            dialogue.features = dialogue.features.with(ServerFeature.REJECT_EARLY_DATA, false);
            dialogue.open();
            dialogue.raw(whole.substring(0, cut));
            int before = dialogue.committed.size();
            dialogue.session().inputTimedOut();
            assertThat(dialogue.run()).as("after %d bytes", cut).startsWith("421 4.4.1 ");
            assertThat(dialogue.closed).isTrue();
            assertThat(dialogue.committed).hasSize(before);
            assertThat(dialogue.memory.used()).isZero();
        }
    }
}
