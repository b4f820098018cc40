package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
        FOO("FOO"),
        AUTH("AUTH PLAIN AGFsaWNlAHNlY3JldA=="),
        BAD_AUTH("AUTH PLAIN AGFsaWNlAHdyb25n"),
        HALF_AUTH("AUTH PLAIN"),
        STARTTLS("STARTTLS");

        private static final List<Say> OF_MAIL =
                List.of(HELO, EHLO, BAD_HELO, MAIL, BAD_MAIL, RCPT, BAD_RCPT, DATA, CHUNK, LAST, RSET, VRFY, FOO);

        private static final List<Say> OF_TRUST =
                List.of(EHLO, MAIL, RCPT, DATA, LAST, RSET, AUTH, BAD_AUTH, HALF_AUTH, STARTTLS);

        private final String line;

        Say(String line) {
            this.line = line;
        }
    }

    /// The reference: what the state is after each command, and which code answers.
    private static final class Model {
        private final boolean needsHello;
        private final boolean needsAuth;
        private boolean tls;
        private boolean authenticated;
        private boolean exchange;
        private boolean hello;
        private boolean mail;
        private int recipients;
        private int messages;
        private boolean chunks;

        Model(boolean needsHello, boolean needsAuth) {
            this.needsHello = needsHello;
            this.needsAuth = needsAuth;
        }

        private void reset() {
            mail = false;
            chunks = false;
            recipients = 0;
        }

        int answer(Say say) {
            if (exchange) {
                exchange = false;
                return say.line.matches("(?:[A-Z]{4})+") ? 535 : 501;
            }
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
                case AUTH, BAD_AUTH, HALF_AUTH -> auth(say);
                case STARTTLS -> startTls();
            };
        }

        private int auth(Say say) {
            if (authenticated || mail) {
                return 503;
            }
            authenticated = say == Say.AUTH;
            exchange = say == Say.HALF_AUTH;
            return authenticated ? 235 : exchange ? 334 : 535;
        }

        private int startTls() {
            if (tls) {
                return 454;
            }
            if (mail) {
                return 503;
            }
            reset();
            hello = false;
            authenticated = false;
            tls = true;
            return 220;
        }

        private int mail(Say say) {
            if (mail || (needsHello && !hello)) {
                return 503;
            }
            if (needsAuth && !authenticated) {
                return 530;
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
            walk(new ArrayList<>(), LENGTH, Say.OF_MAIL, order -> play(order, needsHello, false));
        }
    }

    @Test
    void everyOrderWithAuthAndStarttlsGivesTheStateOfTheModel() {
        for (boolean needsAuth : new boolean[] {false, true}) {
            walk(new ArrayList<>(), LENGTH - 1, Say.OF_TRUST, order -> play(order, needsAuth, needsAuth));
        }
    }

    private static void walk(List<Say> said, int length, List<Say> words, Consumer<List<Say>> player) {
        if (said.size() == length) {
            player.accept(said);
            return;
        }
        for (Say next : words) {
            said.add(next);
            walk(said, length, words, player);
            said.removeLast();
        }
    }

    private static void play(List<Say> order, boolean needsHello, boolean needsAuth) {
        Dialogue dialogue = new Dialogue();
        if (needsHello) {
            dialogue.features =
                    SessionFeatures.defaults(java.util.Set.of(PrivacyOption.NEEDMAILHELO, PrivacyOption.NEEDVRFYHELO));
        }
        dialogue.features =
                dialogue.features.with(ServerFeature.AUTH, true).with(ServerFeature.REQUIRE_AUTH, needsAuth);
        dialogue.modes.add(SessionSettings.Mode.TLS_READY);
        dialogue.policy.mechanisms = List.of("PLAIN");
        Model model = new Model(needsHello, needsAuth);
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
