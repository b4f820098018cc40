package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;
import org.postern.cf.CheckResult;
import org.postern.cf.MacroScope;
import org.postern.cf.RuleReply;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.HeaderField;

/// What the rule sets are asked, when, with which macros, and what their answers do.
class RulesetPolicyTest {
    private static final EnhancedStatus DENIED = new EnhancedStatus(5, 7, 1);

    /// A check that accepts and notes macros.
    private static BiFunction<List<String>, MacroScope, CheckResult> noting(List<String> into, String... macros) {
        return (arguments, scope) -> {
            for (String macro : macros) {
                into.add(macro + "=" + scope.macro(macro).orElse("-"));
            }
            return CheckResult.Accepted.PLAIN;
        };
    }

    private static BiFunction<List<String>, MacroScope, CheckResult> always(CheckResult result) {
        return (arguments, scope) -> result;
    }

    @Test
    void eachIsAskedOnceInSendmailsOrder() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("HSubject: $>CheckSubject", "H*: $>+CheckAll").start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("EHLO c");
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<bob@exam.test>");
            talk.ask("DATA");
            talk.ask("Subject: hi\r\nX-A: (b)\r\n\r\nbody\r\n.");
            assertThat(harness.rules.asked())
                    .containsExactly(
                            "srv_features[localhost, ]",
                            "check_relay[localhost, 127.0.0.1]",
                            "greet_pause[localhost, 127.0.0.1]",
                            "check_mail[<a@good.test>]",
                            "check_rcpt[<bob@exam.test>]",
                            "check_data[1]",
                            "CheckSubject[hi]",
                            "CheckAll[(b)]",
                            "check_eoh[2, 22]",
                            "check_eom[27]");
        }
    }

    @Test
    void theConnectionsMacrosAreThereFromTheStart() throws Exception {
        List<String> seen = new ArrayList<>();
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.names("127.0.0.1 PTR forged.test\nforged.test A 192.0.2.1");
            harness.rules.on(
                    "check_relay",
                    noting(
                            seen,
                            "client_addr",
                            "client_name",
                            "client_ptr",
                            "client_resolve",
                            "client_connections",
                            "client_rate",
                            "total_rate",
                            "_",
                            "daemon_name",
                            "daemon_addr",
                            "daemon_family",
                            "daemon_flags",
                            "if_addr",
                            "if_name",
                            "j"));
            harness.start().talk().close();
            assertThat(seen)
                    .containsExactly(
                            "client_addr=127.0.0.1",
                            "client_name=[127.0.0.1]",
                            "client_ptr=forged.test",
                            "client_resolve=FORGED",
                            "client_connections=1",
                            "client_rate=1",
                            "total_rate=1",
                            "_=forged.test [127.0.0.1] (may be forged)",
                            "daemon_name=MTA",
                            "daemon_addr=127.0.0.1",
                            "daemon_family=inet",
                            "daemon_flags=",
                            "if_addr=-",
                            "if_name=forged.test",
                            "j=mx.exam.test");
        }
    }

    @Test
    void theMessagesMacrosComeAndGoWithIt() throws Exception {
        List<String> seen = new ArrayList<>();
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules
                    .on(
                            "check_mail",
                            noting(seen, "s", "r", "i", "f", "mail_mailer", "mail_host", "mail_addr", "msg_size"))
                    .on(
                            "check_rcpt",
                            noting(seen, "addr_type", "rcpt_mailer", "rcpt_host", "rcpt_addr", "nrcpts", "marked"))
                    .on("check_data", (arguments, macros) -> {
                        macros.define("marked", "yes");
                        return CheckResult.Accepted.PLAIN;
                    });
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("EHLO client.test");
                talk.ask("MAIL FROM:<a@good.test> SIZE=77");
                talk.ask("RCPT TO:<bob@exam.test>");
                talk.ask("RCPT TO:<x@far.test>");
                talk.ask("DATA");
                talk.ask(".");
                assertThat(seen)
                        .containsExactly(
                                "s=client.test",
                                "r=ESMTP",
                                "i=test000000",
                                "f=a@good.test",
                                "mail_mailer=esmtp",
                                "mail_host=good.test.",
                                "mail_addr=a@good.test",
                                "msg_size=77",
                                "addr_type=e r",
                                "rcpt_mailer=local",
                                "rcpt_host=",
                                "rcpt_addr=bob",
                                "nrcpts=0",
                                "marked=-",
                                "addr_type=e r",
                                "rcpt_mailer=esmtp",
                                "rcpt_host=far.test.",
                                "rcpt_addr=x@far.test",
                                "nrcpts=1",
                                "marked=-");
                seen.clear();
                talk.ask("MAIL FROM:<alice>");
                talk.ask("RCPT TO:<bob@exam.test>");
                assertThat(seen).contains("msg_size=-", "mail_host=localhost", "nrcpts=0", "marked=-");
            }
        }
    }

    @Test
    void aRefusalOfTheRulesIsSaidAndLogged() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on("check_rcpt", always(ScriptedRules.reject(550, DENIED, "Relaying denied")));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("MAIL FROM:<a@good.test>");
                assertThat(talk.ask("RCPT TO:<a@other.test>")).isEqualTo("550 5.7.1 <a@other.test>... Relaying denied");
                assertThat(harness.log(9))
                        .contains("test000000: ruleset=check_rcpt, arg1=<a@other.test>, relay=localhost [127.0.0.1],"
                                + " reject=550 5.7.1 <a@other.test>... Relaying denied");
            }
        }
    }

    @Test
    void aRefusalWith421ClosesTheConnection() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on(
                    "check_relay",
                    always(ScriptedRules.reject(421, new EnhancedStatus(4, 3, 2), "Too many open connections.")));
            harness.start();
            try (SmtpTalk talk = new SmtpTalk(harness.address())) {
                assertThat(talk.reply()).isEqualTo("421 4.3.2 Too many open connections.");
                assertThat(talk.closed()).isTrue();
            }
        }
    }

    @Test
    void whatCannotBeKnownNowIsRefusedForNow() throws Exception {
        RuleReply later =
                new RuleReply(451, new EnhancedStatus(4, 3, 0), "Temporary failure", SysExit.TEMPORARY_FAILURE);
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on("check_mail", always(new CheckResult.TemporaryFailure(later)));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                assertThat(talk.ask("MAIL FROM:<a@good.test>")).isEqualTo("451 4.3.0 Temporary failure");
            }
        }
    }

    @Test
    void discardedMailIsAcceptedAndThrownAway() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on("check_relay", always(new CheckResult.Discarded()));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("MAIL FROM:<a@good.test>");
                assertThat(talk.ask("RCPT TO:<nosuch@exam.test>")).startsWith("250 2.1.5 ");
                talk.ask("DATA");
                assertThat(talk.ask("Subject: x\r\n\r\nbody\r\n.")).startsWith("250 2.0.0 test000000 ");
                assertThat(harness.queue.messages()).isEmpty();
                assertThat(harness.queue.open()).isZero();
                assertThat(harness.log(9))
                        .contains("ruleset=check_relay, arg1=localhost, arg2=127.0.0.1, relay=localhost [127.0.0.1],"
                                + " discard");
            }
        }
    }

    @Test
    void quarantinedMailIsAcceptedAndHeld() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("HSubject: $>CheckSubject")) {
            harness.rules.on("CheckSubject", always(new CheckResult.Quarantined("spam\u0007")));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("MAIL FROM:<a@good.test>");
                talk.ask("RCPT TO:<bob@exam.test>");
                talk.ask("DATA");
                assertThat(talk.ask("Subject: x\r\n\r\nbody\r\n.")).startsWith("250 2.0.0 test000000 ");
                assertThat(harness.queue.messages().getFirst().envelope().quarantineReason())
                        .contains("spam\\007");
            }
        }
    }

    @Test
    void theLastRefusalOfAHeaderStandsAndNothingIsStored() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("HSubject: $>CheckSubject", "HX-A: $>CheckA")) {
            harness.rules
                    .on("CheckSubject", always(ScriptedRules.reject(550, DENIED, "no subject")))
                    .on("CheckA", always(ScriptedRules.reject(554, DENIED, "no a")));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("MAIL FROM:<a@good.test>");
                talk.ask("RCPT TO:<bob@exam.test>");
                talk.ask("DATA");
                assertThat(talk.ask("Subject: x\r\nX-A: y\r\n\r\nbody\r\n.")).isEqualTo("554 5.7.1 no a");
                assertThat(harness.queue.messages()).isEmpty();
                assertThat(harness.queue.open()).isZero();
            }
        }
    }

    @Test
    void localRecipientsNeedAnAliasOrAnAccount() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("MAIL FROM:<a@good.test>");
            assertThat(talk.ask("RCPT TO:<staff@exam.test>")).endsWith("Recipient ok");
            assertThat(talk.ask("RCPT TO:<bob+lists@exam.test>")).endsWith("Recipient ok");
            assertThat(talk.ask("RCPT TO:<\"bob\"@exam.test>")).endsWith("Recipient ok");
            assertThat(talk.ask("RCPT TO:<eve+x@exam.test>")).isEqualTo("550 5.1.1 <eve+x@exam.test>... User unknown");
            assertThat(talk.ask("RCPT TO:<later@exam.test>"))
                    .isEqualTo("250 2.1.5 <later@exam.test>... Recipient ok (will queue)");
            assertThat(talk.ask("RCPT TO:<>")).isEqualTo("553 5.0.0 <>... User address required");
            assertThat(talk.ask("RCPT TO:<a@@exam.test>"))
                    .isEqualTo("553 5.1.3 <a@@exam.test>... Invalid route address");
        }
    }

    @Test
    @DisplayName("INJ-02: control characters never reach an envelope")
    void controlCharactersNeverReachAnEnvelope() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("MAIL FROM:<\"a\rb\"@good.test>")).startsWith("553 5.1.3 ");
            talk.ask("MAIL FROM:<a@good.test>");
            assertThat(talk.ask("RCPT TO:<\"b\rRPFD:root\"@exam.test>")).startsWith("553 5.1.3 ");
        }
    }

    @Test
    void theQueueGroupOfTheFirstRecipientTravelsWithTheMessage() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("Qslow, P=/var/spool/slow", "Qfast, P=/var/spool/fast")) {
            harness.rules.answering("queuegroup", "SLOW");
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                talk.ask("MAIL FROM:<a@good.test>");
                talk.ask("RCPT TO:<bob@exam.test>");
                harness.rules.answering("queuegroup", "fast");
                talk.ask("RCPT TO:<alice@exam.test>");
                talk.ask("DATA");
                talk.ask("Subject: x\r\n\r\n.");
                harness.rules.answering("queuegroup", "nosuch");
                talk.ask("MAIL FROM:<a@good.test>");
                talk.ask("RCPT TO:<bob@exam.test>");
                talk.ask("DATA");
                talk.ask("Subject: y\r\n\r\n.");
            }
            assertThat(harness.queue.messages().getFirst().envelope().macros()).containsEntry("queue_group", "slow");
            assertThat(harness.queue.messages().get(1).envelope().macros()).doesNotContainKey("queue_group");
        }
    }

    @Test
    void srvFeaturesChangesWhatIsOffered() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.answering("srv_features", "P", "E", "Q");
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                assertThat(talk.ask("EHLO c")).doesNotContain("PIPELINING").doesNotContain("ETRN");
                assertThat(harness.awaitLog("srv_features")).endsWith("srv_features: unknown feature Q");
            }
        }
    }

    @Test
    void srvFeaturesRefusesForNow() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.answering("srv_features", "tempfail");
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                assertThat(talk.ask("MAIL FROM:<a@good.test>")).isEqualTo("450 4.3.0 Please try again later.");
            }
        }
    }

    @Test
    void vrfyAndExpnTellWhatTheyMay() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("VRFY alice")).isEqualTo("250 2.1.5 Alice Example <alice@mx.exam.test>");
            assertThat(talk.ask("VRFY staff")).isEqualTo("250 2.1.5 <staff@mx.exam.test>");
            assertThat(talk.ask("VRFY nosuch")).isEqualTo("550 5.1.1 nosuch... User unknown");
            assertThat(talk.ask("VRFY user@far.test")).isEqualTo("252 2.1.5 <user@far.test>");
            assertThat(talk.ask("EXPN staff"))
                    .isEqualTo("250-2.1.5 Alice Example <alice@mx.exam.test>\n250 2.1.5 <carol@far.test>");
            assertThat(talk.ask("EXPN ring")).isEqualTo("554 5.4.6 aliasing/forwarding loop broken");
        }
    }

    @Test
    void checkVrfyStandsBeforeTheLookUp() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on("check_vrfy", always(ScriptedRules.reject(550, DENIED, "VRFY of secret not allowed")));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                assertThat(talk.ask("VRFY secret")).isEqualTo("550 5.7.1 VRFY of secret not allowed");
            }
        }
    }

    @Test
    void privacyOptionsHoldBack() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O PrivacyOptions=goaway,noetrn").start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("MAIL FROM:<a@good.test>")).isEqualTo("503 5.0.0 Polite people say HELO first");
            assertThat(talk.ask("EHLO c"))
                    .doesNotContain("EXPN")
                    .doesNotContain("250-VERB")
                    .doesNotContain("ETRN");
            assertThat(talk.ask("VRFY alice"))
                    .isEqualTo("252 2.5.2 Cannot VRFY user; try RCPT to attempt delivery (or try finger)");
        }
    }

    @Test
    void noreflectionRepeatsNothing() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O PrivacyOptions=noreflection").start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("FOO bar")).isEqualTo("500 5.5.1 Command unrecognized");
            assertThat(talk.ask("SOML FROM:<a@good.test>")).isEqualTo("502 5.5.1 Command not implemented");
        }
        try (ReceiveHarness harness = new ReceiveHarness("O PrivacyOptions=goaway").start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("FOO bar")).isEqualTo("500 5.5.1 Command unrecognized: \"FOO bar\"");
        }
    }

    @Test
    void authWarningsNoteAClientWithoutHello() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O PrivacyOptions=authwarnings").start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<bob@exam.test>");
            talk.ask("DATA");
            talk.ask(".");
            assertThat(harness.queue.messages().getFirst().envelope().header())
                    .contains(new HeaderField(
                            "X-Authentication-Warning",
                            " mx.exam.test: localhost [127.0.0.1] didn't use HELO protocol"));
        }
    }
}
