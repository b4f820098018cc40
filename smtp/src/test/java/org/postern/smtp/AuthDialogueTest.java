package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// AUTH and STARTTLS in the dialogue. Expected texts are those of the real program.
class AuthDialogueTest {
    private static final String GOOD = "AGFsaWNlAHNlY3JldA==";
    private static final String WRONG = "AGFsaWNlAHdyb25n";

    private final Dialogue dialogue = new Dialogue();

    private void open(String... mechanisms) {
        dialogue.features = dialogue.features.with(ServerFeature.AUTH, true);
        dialogue.policy.mechanisms = List.of(mechanisms);
        dialogue.open();
    }

    private void openWithTls(String... mechanisms) {
        dialogue.modes.add(SessionSettings.Mode.TLS_READY);
        open(mechanisms);
    }

    @Test
    void ehloNamesTheMechanismsBetweenEtrnAndStarttls() {
        openWithTls("DIGEST-MD5", "CRAM-MD5");
        assertThat(dialogue.say("EHLO c"))
                .contains("250-ETRN\r\n250-AUTH DIGEST-MD5 CRAM-MD5\r\n250-STARTTLS\r\n250-DELIVERBY\r\n");
        dialogue.policy.mechanisms = List.of();
        assertThat(dialogue.say("EHLO c")).doesNotContain("AUTH");
        assertThat(dialogue.say("AUTH PLAIN")).isEqualTo("503 5.3.3 AUTH not available\r\n");
    }

    @Test
    void takesAnInitialResponseOrAsksForOne() {
        open("PLAIN");
        dialogue.say("EHLO c");
        assertThat(dialogue.say("AUTH plain " + GOOD)).isEqualTo("235 2.0.0 OK Authenticated\r\n");
        assertThat(dialogue.say("AUTH PLAIN " + GOOD)).isEqualTo("503 5.5.0 Already Authenticated\r\n");
        assertThat(dialogue.session().view().protocol()).isEqualTo("ESMTPA");
        Dialogue other = dialogue;
        other.open();
        assertThat(other.say("AUTH PLAIN")).isEqualTo("334 \r\n");
        assertThat(other.say(GOOD)).isEqualTo("235 2.0.0 OK Authenticated\r\n");
        assertThat(other.session().view().protocol()).isEqualTo("ESMTPA");
        assertThat(other.say("RSET", "NOOP")).startsWith("250 ");
        assertThat(other.session().view().authentication()).contains(new AuthIdentity("PLAIN", "alice", 0));
    }

    @Test
    void refusesWhatIsNoExchange() {
        open("PLAIN", "LATER");
        assertThat(dialogue.say("AUTH")).isEqualTo("501 5.5.2 AUTH mechanism must be specified\r\n");
        assertThat(dialogue.say("AUTH FOO")).isEqualTo("504 5.3.3 AUTH mechanism FOO not available\r\n");
        assertThat(dialogue.say("AUTH " + "X".repeat(40)))
                .isEqualTo("504 5.3.3 AUTH mechanism " + "X".repeat(32) + " not available\r\n");
        assertThat(dialogue.say("AUTH PLAIN !!!")).isEqualTo("501 5.5.4 cannot BASE64 decode '!!!'\r\n");
        assertThat(dialogue.say("AUTH PLAIN AA")).isEqualTo("501 5.5.4 cannot BASE64 decode 'AA'\r\n");
        assertThat(dialogue.say("AUTH PLAIN", "!!")).isEqualTo("334 \r\n501 5.5.4 cannot decode AUTH parameter !!\r\n");
        assertThat(dialogue.say("AUTH PLAIN", "*")).isEqualTo("334 \r\n501 5.0.0 AUTH aborted\r\n");
        assertThat(dialogue.say("AUTH PLAIN " + WRONG)).isEqualTo("535 5.7.0 authentication failed\r\n");
        assertThat(dialogue.say("AUTH PLAIN =")).isEqualTo("535 5.7.0 authentication failed\r\n");
        assertThat(dialogue.say("AUTH LATER AAAA")).isEqualTo("454 4.5.4 Temporary authentication failure\r\n");
        assertThat(dialogue.policy.authenticated).isEmpty();
        assertThat(dialogue.say("NOOP")).isEqualTo("250 2.0.0 OK\r\n");
    }

    @Test
    void mailNeedsAuthWhereTheDaemonSaysSo() {
        dialogue.features = dialogue.features.with(ServerFeature.REQUIRE_AUTH, true);
        open("PLAIN");
        dialogue.say("EHLO c");
        assertThat(dialogue.say("MAIL FROM:<a@b>")).isEqualTo("530 5.7.0 Authentication required\r\n");
        assertThat(dialogue.say("RCPT TO:<a@b>")).isEqualTo("503 5.0.0 Need MAIL before RCPT\r\n");
        dialogue.say("AUTH PLAIN " + GOOD);
        assertThat(dialogue.say("MAIL FROM:<a@b>")).startsWith("250 ");
        assertThat(dialogue.say("AUTH PLAIN")).isEqualTo("503 5.5.0 Already Authenticated\r\n");
    }

    @Test
    @DisplayName("AUTH-02: each attempt has an exchange of its own")
    void auth02EveryAttemptIsNew() {
        open("PLAIN");
        for (int i = 1; i <= 20; i++) {
            assertThat(dialogue.say("AUTH PLAIN", "*", "AUTH PLAIN " + WRONG))
                    .endsWith("535 5.7.0 " + "authentication failed\r\n");
            assertThat(dialogue.policy.exchanges).isEqualTo(2 * i);
        }
        assertThat(dialogue.delays).startsWith(1000L, 2000L, 4000L).endsWith(240_000L);
        assertThat(dialogue.log())
                .contains("SESSION: localhost [127.0.0.1]: possible SMTP attack: command=AUTH, count=16");
    }

    @Test
    void aNoisySessionIsCutWhereThatIsConfigured() {
        dialogue.limits = new SessionLimits(0, 32_768, 0, 20, 25, SessionLimits.BadRecipients.UNLIMITED, true, 0);
        open("PLAIN");
        for (int i = 1; i < 32; i++) {
            assertThat(dialogue.say("AUTH FOO")).startsWith("504 ");
        }
        assertThat(dialogue.say("AUTH FOO"))
                .isEqualTo("421 4.7.0 mx.exam.test Too many bad commands; closing connection\r\n");
    }

    @Test
    void linesOfAnExchangeMayBeLongAndNoLonger() {
        open("PLAIN");
        String longest = "A".repeat(12_276);
        assertThat(dialogue.say("AUTH PLAIN " + longest.substring(0, 12_272))).startsWith("535 ");
        assertThat(dialogue.say("AUTH PLAIN", longest)).isEqualTo("334 \r\n535 5.7.0 authentication failed\r\n");
        assertThat(dialogue.say("AUTH PLAIN", longest + "A".repeat(40)))
                .startsWith("334 \r\n421 4.7.0 mx.exam.test Command too long, possible attack");
        assertThat(dialogue.closed).isTrue();
        dialogue.closed = false;
        dialogue.open();
        assertThat(dialogue.say("AUTHENTICATE " + longest.substring(0, 3000))).startsWith("421 ");
    }

    @Test
    void nothingSecretIsLogged() {
        dialogue.modes.add(SessionSettings.Mode.LOG_DIALOGUE);
        open("PLAIN");
        dialogue.say("AUTH PLAIN " + WRONG);
        dialogue.say("AUTH PLAIN", "hunter2!");
        dialogue.say("AUTH PLAIN hunter2!");
        dialogue.say("AUTH PLAIN", GOOD);
        assertThat(String.join(
                        "\n", dialogue.events.stream().map(Object::toString).toList()))
                .contains("AUTH PLAIN [masked]", "<-- [masked]", "--- 501 5.5.4 cannot decode AUTH parameter [masked]")
                .doesNotContain("hunter2", GOOD, WRONG);
    }

    @Test
    void aSecurityLayerBeginsAfterTheReplyAndDropsClearText() {
        openWithTls("LAYER");
        dialogue.say("EHLO c");
        assertThat(dialogue.raw("AUTH LAYER\r\n" + GOOD + "\r\nMAIL FROM:<evil@good.test>\r\n"))
                .isEqualTo("334 \r\n235 2.0.0 OK Authenticated\r\n");
        assertThat(dialogue.layers).isOne();
        assertThat(dialogue.say("MAIL FROM:<a@good.test>", "RSET"))
                .isEqualTo("250 2.1.0 <a@good.test>... Sender ok\r\n250 2.0.0 Reset state\r\n");
        assertThat(dialogue.say("STARTTLS")).startsWith("220 ");
        assertThat(dialogue.say("NOOP", "NOOP")).isEqualTo("250 2.0.0 OK\r\n250 2.0.0 OK\r\n");
    }

    @Test
    @DisplayName("STATE-13: what was proved in the clear does not count in TLS, nor half an exchange")
    void state13AuthenticationIsForgotten() {
        openWithTls("PLAIN");
        dialogue.say("EHLO c");
        dialogue.say("AUTH PLAIN " + GOOD);
        assertThat(dialogue.say("STARTTLS")).startsWith("220 ");
        assertThat(dialogue.policy.authenticated).isEmpty();
        assertThat(dialogue.session().view().authentication()).isEmpty();
        assertThat(dialogue.say("EHLO c")).contains("AUTH PLAIN");
        assertThat(dialogue.say("AUTH PLAIN " + GOOD)).startsWith("235 ");
        assertThat(dialogue.session().view().protocol()).isEqualTo("ESMTPSA");
    }

    @Test
    void aRuleThatRefusesTheCertificateRefusesTheSession() {
        openWithTls("PLAIN");
        dialogue.policy.atTls = new Verdict.Refuse(Reply.of("503 5.7.0 CN host1 does not match"));
        dialogue.say("EHLO c");
        dialogue.say("STARTTLS");
        assertThat(dialogue.say("EHLO c")).endsWith("250 ENHANCEDSTATUSCODES\r\n");
        assertThat(dialogue.say("MAIL FROM:<a@b>")).isEqualTo("503 5.7.0 CN host1 does not match\r\n");
        assertThat(dialogue.say("AUTH PLAIN")).isEqualTo("503 5.7.0 CN host1 does not match\r\n");
        assertThat(dialogue.say("QUIT")).startsWith("221 ");
    }

    @Test
    void aFailedHandshakeEndsTheSessionWithoutAWord() {
        openWithTls();
        dialogue.handshakeFails = true;
        assertThat(dialogue.say("STARTTLS")).isEqualTo("220 2.0.0 Ready to start TLS\r\n");
        assertThat(dialogue.closed).isTrue();
    }

    @Test
    void tlsFromTheStartComesBeforeTheGreeting() {
        dialogue.modes.add(SessionSettings.Mode.TLS_READY);
        dialogue.modes.add(SessionSettings.Mode.TLS_FROM_START);
        dialogue.features = SessionFeatures.defaults(Set.of()).with(ServerFeature.STARTTLS, true);
        assertThat(dialogue.open()).startsWith("220 mx.exam.test ESMTP");
        assertThat(dialogue.say("EHLO c")).doesNotContain("STARTTLS");
        assertThat(dialogue.session().view().protocol()).isEqualTo("ESMTPS");
    }

    /// PARSE-09: of what is no base64 nothing counts, not even the part that could be read.
    @Test
    void parse09NoPartOfWhatIsNoBase64Counts() {
        open("PLAIN");
        String right = GOOD;
        for (String odd : List.of(
                right + "A",
                right + "AA",
                right + "AAA",
                right.substring(1),
                right.substring(0, 4) + "=" + right.substring(4),
                right.substring(0, 4) + "====" + right.substring(4),
                right + "====",
                right.substring(0, 4) + "\u00e9\u00e9\u00e9\u00e9" + right.substring(4),
                right + "-_-_")) {
            assertThat(dialogue.raw("AUTH PLAIN " + odd + "\r\n")).as(odd).startsWith("501 ");
            assertThat(dialogue.raw("AUTH PLAIN\r\n")).isEqualTo("334 \r\n");
            assertThat(dialogue.raw(odd + "\r\n")).as(odd).startsWith("501 ");
        }
        assertThat(dialogue.policy.authenticated).isEmpty();
        assertThat(dialogue.say("AUTH PLAIN " + right)).startsWith("235 ");
    }
}
