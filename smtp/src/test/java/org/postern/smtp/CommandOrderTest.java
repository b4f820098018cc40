package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every order of commands up to a length, against a model of a few lines of state. The model says which reply code
/// comes; the texts are checked elsewhere.
class CommandOrderTest {
    private static final int LENGTH = 5;

    /// What a client may say; each ends where the server waits for the next command.
    private enum Say {
        HELO("HELO client.test"),
        EHLO("EHLO client.test"),
        BAD_HELO("HELO"),
        MAIL("MAIL FROM:<a@good.test>"),
        BAD_MAIL("MAIL FROM:<nosuch@good.test>"),
        RCPT("RCPT TO:<bob@exam.test>"),
        BAD_RCPT("RCPT TO:<nosuch@exam.test>"),
        DATA("DATA"),
        CHUNK("BDAT 6\r\nA: b\r\n"),
        LAST("BDAT 5 LAST\r\n\r\nc\r\n"),
        RSET("RSET"),
        VRFY("VRFY alice"),
        FOO("FOO");

        private final String line;

        Say(String line) {
            this.line = line;
        }
    }

    /// The reference: what the state is after each command, and which code answers.
    private static final class Model {
        private final boolean needsHello;
        private boolean hello;
        private boolean mail;
        private int recipients;
        private int messages;
        private boolean chunks;

        Model(boolean needsHello) {
            this.needsHello = needsHello;
        }

        private void reset() {
            mail = false;
            chunks = false;
            recipients = 0;
        }

        int answer(Say say) {
            return switch (say) {
                case HELO, EHLO -> {
                    reset();
                    hello = true;
                    yield 250;
                }
                case BAD_HELO -> 501;
                case MAIL, BAD_MAIL -> mail(say);
                case RCPT, BAD_RCPT -> rcpt(say);
                case DATA -> chunks ? 503 : data();
                case CHUNK -> chunk(false);
                case LAST -> chunk(true);
                case RSET -> {
                    reset();
                    yield 250;
                }
                case VRFY -> needsHello && !hello ? 503 : 250;
                case FOO -> 500;
            };
        }

        private int mail(Say say) {
            if (mail || (needsHello && !hello)) {
                return 503;
            }
            mail = say == Say.MAIL;
            return mail ? 250 : 451;
        }

        private int rcpt(Say say) {
            if (!mail || chunks) {
                return 503;
            }
            recipients += say == Say.RCPT ? 1 : 0;
            return say == Say.RCPT ? 250 : 550;
        }

        private int chunk(boolean last) {
            if (!mail || recipients == 0) {
                return 503;
            }
            chunks = true;
            if (last) {
                reset();
                messages++;
            }
            return 250;
        }

        private int data() {
            if (!mail || recipients == 0) {
                return 503;
            }
            reset();
            messages++;
            return 354;
        }
    }

    @Test
    void everyOrderGivesTheStateOfTheModel() {
        for (boolean needsHello : new boolean[] {false, true}) {
            walk(new ArrayList<>(), needsHello);
        }
    }

    private static void walk(List<Say> said, boolean needsHello) {
        if (said.size() == LENGTH) {
            play(said, needsHello);
            return;
        }
        for (Say next : Say.values()) {
            said.add(next);
            walk(said, needsHello);
            said.removeLast();
        }
    }

    private static void play(List<Say> order, boolean needsHello) {
        Dialogue dialogue = new Dialogue();
        if (needsHello) {
            dialogue.features =
                    SessionFeatures.defaults(java.util.Set.of(PrivacyOption.NEEDMAILHELO, PrivacyOption.NEEDVRFYHELO));
        }
        Model model = new Model(needsHello);
        dialogue.open();
        int expectedRecipients = 0;
        for (Say say : order) {
            int recipients = model.recipients;
            int code = model.answer(say);
            String reply = dialogue.raw(say.line.endsWith("\r\n") ? say.line : say.line + "\r\n");
            if (!reply.startsWith(Integer.toString(code))) {
                throw new AssertionError(order + ": expected " + code + " to " + say + ", got " + reply);
            }
            expectedRecipients += code == 354 || (code == 250 && say == Say.LAST) ? recipients : 0;
            if (code == 354) {
                String end = dialogue.say("A: b", "", "c", ".");
                if (!end.startsWith("250 ")) {
                    throw new AssertionError(order + ": end of message answered with " + end);
                }
            }
        }
        int committed = dialogue.committed.stream()
                .mapToInt(commit -> commit.transaction().recipients().size())
                .sum();
        assertThat(dialogue.committed).as("messages after %s", order).hasSize(model.messages);
        assertThat(committed).as("recipients after %s", order).isEqualTo(expectedRecipients);
    }
}
