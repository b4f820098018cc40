package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.mail.HeaderField;

/// The dialogue, command by command. Expected texts are those of the real program.
class ServerSessionTest {
    private final Dialogue dialogue = new Dialogue();

    @Test
    void greetsAndAnswersEhloWithKeywordsInOrder() {
        dialogue.limits = SessionLimits.DEFAULT.withMaxMessageSize(100_000);
        assertThat(dialogue.open()).isEqualTo("220 mx.exam.test ESMTP Sendmail ready\r\n");
        assertThat(dialogue.say("EHLO client.test"))
                .isEqualTo(lines(
                        "250-mx.exam.test Hello localhost [127.0.0.1], pleased to meet you",
                        "250-ENHANCEDSTATUSCODES",
                        "250-PIPELINING",
                        "250-EXPN",
                        "250-VERB",
                        "250-8BITMIME",
                        "250-CHUNKING",
                        "250-SIZE 100000",
                        "250-DSN",
                        "250-ETRN",
                        "250-DELIVERBY",
                        "250 HELP"));
    }

    @Test
    void showsLessUnderPrivacyOptions() {
        Set<PrivacyOption> goaway = PrivacyOption.ofWord("goaway").orElseThrow();
        Set<PrivacyOption> more = new java.util.HashSet<>(goaway);
        more.add(PrivacyOption.NOETRN);
        more.add(PrivacyOption.NORECEIPTS);
        dialogue.features = SessionFeatures.defaults(more);
        dialogue.open();
        assertThat(dialogue.say("EHLO c"))
                .isEqualTo(lines(
                        "250-mx.exam.test Hello localhost [127.0.0.1], pleased to meet you",
                        "250-ENHANCEDSTATUSCODES",
                        "250-PIPELINING",
                        "250-8BITMIME",
                        "250-CHUNKING",
                        "250-SIZE",
                        "250-DELIVERBY",
                        "250 HELP"));
        assertThat(dialogue.say("VERB")).isEqualTo("502 5.7.0 Verbose unavailable\r\n");
        assertThat(dialogue.say("EXPN alice")).isEqualTo("502 5.7.0 Sorry, we do not allow this operation\r\n");
        assertThat(dialogue.say("VRFY alice"))
                .isEqualTo("252 2.5.2 Cannot VRFY user; try RCPT to attempt delivery (or try finger)\r\n");
        assertThat(dialogue.say("ETRN other.test")).isEqualTo("502 5.7.0 Sorry, we do not allow this operation\r\n");
        assertThat(dialogue.say("MAIL FROM:<a@b> RET=HDRS"))
                .isEqualTo("504 5.7.0 Sorry, RET not supported, we do not allow DSN\r\n");
    }

    @Test
    void insistsOnAGreetingWhenPrivacyOptionsSaySo() {
        dialogue.features = SessionFeatures.defaults(
                Set.of(PrivacyOption.NEEDMAILHELO, PrivacyOption.NEEDVRFYHELO, PrivacyOption.NEEDEXPNHELO));
        dialogue.open();
        assertThat(dialogue.say("MAIL FROM:<a@good.test>")).isEqualTo("503 5.0.0 Polite people say HELO first\r\n");
        assertThat(dialogue.say("VRFY x")).isEqualTo("503 5.0.0 I demand that you introduce yourself first\r\n");
        assertThat(dialogue.say("EXPN x")).isEqualTo("503 5.0.0 I demand that you introduce yourself first\r\n");
    }

    @Test
    void checksTheArgumentOfHelo() {
        dialogue.open();
        assertThat(dialogue.say("HELO")).isEqualTo("501 5.0.0 HELO requires domain address\r\n");
        assertThat(dialogue.say("ehlo")).isEqualTo("501 5.0.0 EHLO requires domain address\r\n");
        assertThat(dialogue.say("HELO bad name!")).isEqualTo("501 5.0.0 Invalid domain name\r\n");
        assertThat(dialogue.say("HELO " + "a".repeat(257))).isEqualTo("501 5.0.0 Invalid domain name\r\n");
        assertThat(dialogue.say("helo client.test   "))
                .isEqualTo("250 mx.exam.test Hello localhost [127.0.0.1], pleased to meet you\r\n");
    }

    @Test
    void acceptsBogusNamesWhenAllowed() {
        dialogue.modes.add(SessionSettings.Mode.ALLOW_BOGUS_HELO);
        dialogue.open();
        assertThat(dialogue.say("HELO")).endsWith("pleased to meet you\r\n");
        assertThat(dialogue.say("HELO good.test")).endsWith("pleased to meet you\r\n");
        assertThat(dialogue.say("HELO b/d")).endsWith(", accepting invalid domain name\r\n");
        assertThat(dialogue.session().view().heloName().orElseThrow().forParsing())
                .isEqualTo("good.test");
    }

    @Test
    void takesOneMessage() {
        dialogue.transaction();
        assertThat(dialogue.say("DATA")).isEqualTo("354 End data with <CR><LF>.<CR><LF>\r\n");
        assertThat(dialogue.say("Subject: one", "X-Long: a", "\tb", "", "..dot", "body", "."))
                .isEqualTo("250 2.0.0 message1 Message accepted for delivery\r\n");
        ReceivedMessage message = dialogue.committed.getFirst().message();
        assertThat(message.header())
                .containsExactly(new HeaderField("Subject", " one"), new HeaderField("X-Long", " a\n\tb"));
        assertThat(dialogue.bodies).containsExactly(".dot\nbody\n");
        assertThat(dialogue.dropped).isZero();
        assertThat(dialogue.say("RCPT TO:<x@y>")).isEqualTo("503 5.0.0 Need MAIL before RCPT\r\n");
    }

    @Test
    void answersPipelinedCommandsInOrder() {
        dialogue.open();
        dialogue.say("EHLO c");
        assertThat(dialogue.say(
                        "MAIL FROM:<a@good.test>", "RCPT TO:<bob@exam.test>", "RCPT TO:<nosuch@exam.test>", "DATA"))
                .isEqualTo(lines(
                        "250 2.1.0 <a@good.test>... Sender ok",
                        "250 2.1.5 <bob@exam.test>... Recipient ok",
                        "550 5.1.1 <nosuch@exam.test>... User unknown",
                        "354 End data with <CR><LF>.<CR><LF>"));
        assertThat(dialogue.say("", ".", "MAIL FROM:<b@good.test>", "QUIT"))
                .isEqualTo(lines(
                        "250 2.0.0 message1 Message accepted for delivery",
                        "250 2.1.0 <b@good.test>... Sender ok",
                        "221 2.0.0 mx.exam.test closing connection"));
        assertThat(dialogue.closed).isTrue();
        assertThat(dialogue.dropped).isEqualTo(1);
    }

    @Test
    void anErrorWithoutAnAddressCodeHasNoAddress() {
        dialogue.open();
        assertThat(dialogue.say("MAIL FROM:<nosuch@x.test>"))
                .isEqualTo("451 4.1.8 Domain of sender address does not resolve\r\n");
        assertThat(dialogue.say("MAIL FROM:<a@@good.test>"))
                .isEqualTo("553 5.1.3 <a@@good.test>... Invalid route address\r\n");
    }

    @Test
    void keepsCommandsInSequence() {
        dialogue.open();
        assertThat(dialogue.say("RCPT TO:<a@b>")).isEqualTo("503 5.0.0 Need MAIL before RCPT\r\n");
        assertThat(dialogue.say("DATA")).isEqualTo("503 5.0.0 Need MAIL command\r\n");
        assertThat(dialogue.say("MAIL FROM:<a@b>")).isEqualTo("250 2.1.0 <a@b>... Sender ok\r\n");
        assertThat(dialogue.say("MAIL FROM:<c@d>")).isEqualTo("503 5.5.0 Sender already specified\r\n");
        assertThat(dialogue.say("MAIL")).isEqualTo("503 5.5.0 Sender already specified\r\n");
        assertThat(dialogue.say("DATA")).isEqualTo("503 5.0.0 Need RCPT (recipient)\r\n");
        assertThat(dialogue.say("AUTH PLAIN")).isEqualTo("503 5.3.3 AUTH not available\r\n");
        assertThat(dialogue.say("RSET anything")).isEqualTo("250 2.0.0 Reset state\r\n");
        assertThat(dialogue.say("RCPT TO:<a@b>")).isEqualTo("503 5.0.0 Need MAIL before RCPT\r\n");
    }

    @Test
    void heloResetsTheTransaction() {
        dialogue.transaction();
        dialogue.say("HELO again.test");
        assertThat(dialogue.say("DATA")).isEqualTo("503 5.0.0 Need MAIL command\r\n");
        assertThat(dialogue.dropped).isEqualTo(1);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        dialogue.open();
        assertThat(dialogue.say("FOO bar")).isEqualTo("500 5.5.1 Command unrecognized: \"FOO bar\"\r\n");
        assertThat(dialogue.say("")).isEqualTo("500 5.5.1 Command unrecognized: \"\"\r\n");
        assertThat(dialogue.say("XDAT 10")).isEqualTo("500 5.5.1 Command unrecognized: \"XDAT 10\"\r\n");
        assertThat(dialogue.say("LHLO x")).isEqualTo("500 5.5.1 Command unrecognized: \"LHLO x\"\r\n");
        assertThat(dialogue.say("SOML FROM:<a@good.test>"))
                .isEqualTo("502 5.5.1 Command not implemented: \"SOML FROM:<a@good.test>\"\r\n");
        assertThat(dialogue.say("X" + "y".repeat(300)))
                .isEqualTo("500 5.5.1 Command unrecognized: \"X" + "y".repeat(99) + "..." + "y".repeat(100) + "\"\r\n");
    }

    @Test
    void endsAfterTwentyFiveBadCommands() {
        dialogue.open();
        for (int i = 0; i < 25; i++) {
            assertThat(dialogue.say("FOO")).startsWith("500 ");
        }
        assertThat(dialogue.say("FOO", "NOOP"))
                .isEqualTo("421 4.7.0 mx.exam.test Too many bad commands; closing connection\r\n");
        assertThat(dialogue.closed).isTrue();
    }

    @Test
    void slowsDownNoise() {
        dialogue.open();
        for (int i = 0; i < 23; i++) {
            dialogue.say("NOOP");
        }
        assertThat(dialogue.delays).containsExactly(1000L, 2000L, 4000L, 8000L);
        assertThat(dialogue.log())
                .contains("SESSION: localhost [127.0.0.1]: possible SMTP attack: command=NOOP, count=20");
    }

    @Test
    void greetsAnEarlyTalkerWith554() {
        dialogue.policy.pause = 5000;
        dialogue.moreReadable = true;
        assertThat(dialogue.open()).isEqualTo("554 mx.exam.test ESMTP not accepting messages\r\n");
        assertThat(dialogue.delays).containsExactly(-5000L);
        assertThat(dialogue.say("MAIL FROM:<a@b>")).isEqualTo("550 5.0.0 Command rejected\r\n");
    }

    @Test
    void refusesDataBeforeItsTurn() {
        dialogue.open();
        assertThat(dialogue.say("EHLO c", "MAIL FROM:<a@b>"))
                .isEqualTo(lines("554 5.5.0 SMTP protocol error", "550 5.0.0 Command rejected"));
        Dialogue other = new Dialogue();
        other.transaction();
        assertThat(other.say("DATA", "x", ".")).isEqualTo("554 5.5.0 SMTP protocol error\r\n");
        assertThat(other.closed).isTrue();
        assertThat(other.committed).isEmpty();
    }

    @Test
    void aRefusedConnectionAnswersOnlyHarmlessCommands() {
        dialogue.policy.atConnection = new Verdict.Refuse(Reply.of("550 5.7.1 Access denied"));
        assertThat(dialogue.open()).startsWith("220 ");
        assertThat(dialogue.say("NOOP")).isEqualTo("250 2.0.0 OK\r\n");
        assertThat(dialogue.say("HELP")).isEqualTo("550 5.7.1 Access denied\r\n");
        assertThat(dialogue.say("EHLO c"))
                .isEqualTo(lines(
                        "250-mx.exam.test Hello localhost [127.0.0.1], pleased to meet you",
                        "250 ENHANCEDSTATUSCODES"));
        assertThat(dialogue.say("MAIL FROM:<a@good.test>")).isEqualTo("550 5.7.1 Access denied\r\n");
        assertThat(dialogue.say("MAIL")).isEqualTo("550 5.7.1 Access denied\r\n");
        assertThat(dialogue.say("RSET")).isEqualTo("250 2.0.0 Reset state\r\n");
        assertThat(dialogue.say("QUIT")).startsWith("221 ");
    }

    @Test
    void a421AtTheConnectionStandsInPlaceOfTheGreeting() {
        dialogue.policy.atConnection = new Verdict.Abort(Reply.of("421 4.3.2 Connection rate limit exceeded."));
        assertThat(dialogue.open()).isEqualTo("421 4.3.2 Connection rate limit exceeded.\r\n");
        assertThat(dialogue.closed).isTrue();
    }

    @Test
    void dropsABrowser() {
        dialogue.open();
        assertThat(dialogue.raw("POST / HTTP/1.0\r\n\r\nMAIL FROM:<a@b>\r\n"))
                .isEqualTo("421 4.7.0 mx.exam.test Rejecting open proxy localhost [127.0.0.1]\r\n");
        Dialogue later = new Dialogue();
        later.features = later.features.with(ServerFeature.REJECT_HTTP, true);
        later.open();
        later.say("NOOP");
        assertThat(later.say("GET /")).isEqualTo("421 4.7.0 mx.exam.test HTTP command localhost [127.0.0.1]\r\n");
        assertThat(later.closed).isTrue();
    }

    @Test
    void closesOnALineThatIsTooLong() {
        dialogue.open();
        assertThat(dialogue.raw("NOOP " + "x".repeat(3000)))
                .isEqualTo("421 4.7.0 mx.exam.test Command too long, possible attack localhost [127.0.0.1]\r\n");
        assertThat(dialogue.closed).isTrue();
    }

    @Test
    void readsCommandLinesAsSendmailDoes() {
        dialogue.open();
        assertThat(dialogue.raw("NOOP\nNOOP\n")).isEqualTo(lines("250 2.0.0 OK", "250 2.0.0 OK"));
        assertThat(dialogue.raw("  noop\0rubbish\r\n")).isEqualTo("250 2.0.0 OK\r\n");
        assertThat(dialogue.say("MAIL FROM :<a@b>")).startsWith("250 ");
    }

    @Test
    void refusesBareLineEnds() {
        dialogue.transaction();
        dialogue.say("DATA");
        assertThat(dialogue.raw("a\r\n.\nMAIL FROM:<evil@x>\r\n"))
                .isEqualTo("421 4.5.0 Bare linefeed (LF) not allowed\r\n");
        assertThat(dialogue.closed).isTrue();
        assertThat(dialogue.dropped).isEqualTo(1);
        Dialogue other = new Dialogue().transaction();
        other.say("DATA");
        assertThat(other.raw("a\r.\r\n")).isEqualTo("421 4.5.0 Bare carriage return (CR) not allowed\r\n");
        assertThat(other.log())
                .contains("message1: collect: relay=localhost, from=<a@good.test>,"
                        + " info=Bare carriage return (CR) not allowed, where=header, status=tempfail");
    }

    @Test
    void limitsSizes() {
        dialogue.limits = new SessionLimits(2000, 100, 2, 20, 25, SessionLimits.BadRecipients.UNLIMITED, false, 0);
        dialogue.open();
        assertThat(dialogue.say("MAIL FROM:<a@b> SIZE=2001"))
                .isEqualTo("552 5.2.3 Message size exceeds fixed maximum message size (2000)\r\n");
        dialogue.say("MAIL FROM:<a@b>", "RCPT TO:<x@y>", "RCPT TO:<x@z>");
        assertThat(dialogue.say("RCPT TO:<x@w>")).isEqualTo("452 4.5.3 Too many recipients\r\n");
        dialogue.say("DATA");
        assertThat(dialogue.say("A: b", "", "x".repeat(3000), "."))
                .isEqualTo("552 5.2.3 Message exceeds maximum fixed size (2000)\r\n");
        assertThat(dialogue.committed).isEmpty();
        dialogue.say("MAIL FROM:<a@b>", "RCPT TO:<x@y>");
        dialogue.say("DATA");
        assertThat(dialogue.say("A: " + "b".repeat(200), "", "."))
                .isEqualTo("552 5.6.0 Headers too large (100 max)\r\n");
        assertThat(dialogue.dropped).isEqualTo(2);
    }

    @Test
    void answersStorageErrorsAtTheEndOfTheMessage() {
        dialogue.transaction();
        dialogue.bodyFailure = Optional.of(Reply.of("452 4.4.5 Out of disk space for temp file"));
        dialogue.say("DATA");
        assertThat(dialogue.say("", "x")).isEmpty();
        assertThat(dialogue.say("y", ".")).isEqualTo("452 4.4.5 Out of disk space for temp file\r\n");
        assertThat(dialogue.dropped).isEqualTo(1);
        dialogue.bodyFailure = Optional.empty();
        dialogue.commitFailure = Optional.of(ReplyTable.NO_DISK_SPACE);
        dialogue.say("MAIL FROM:<a@b>", "RCPT TO:<x@y>");
        dialogue.say("DATA");
        assertThat(dialogue.say(".")).isEqualTo("452 4.4.5 Insufficient disk space; try again later\r\n");
        assertThat(dialogue.dropped).isEqualTo(2);
        dialogue.openFailure = Optional.of(ReplyTable.NO_DISK_SPACE);
        assertThat(dialogue.say("MAIL FROM:<a@b>")).isEqualTo("452 4.4.5 Insufficient disk space; try again later\r\n");
        assertThat(dialogue.say("RCPT TO:<a@b>")).startsWith("503 ");
    }

    /// The end of the message comes in the same piece as its body: the failure still comes first.
    @Test
    void aStorageErrorOfTheLastPieceIsNeverOvertakenByTheCommit() {
        dialogue.transaction();
        dialogue.bodyFailure = Optional.of(Reply.of("452 4.4.5 Out of disk space for temp file"));
        dialogue.say("DATA");
        assertThat(dialogue.say("A: b", "", "x", ".", "NOOP"))
                .isEqualTo(lines("452 4.4.5 Out of disk space for temp file", "250 2.0.0 OK"));
        assertThat(dialogue.committed).isEmpty();
        assertThat(dialogue.policy.received).isEmpty();
        assertThat(dialogue.dropped).isEqualTo(1);
    }

    @Test
    void logsTheDialogueWhenAsked() {
        dialogue.modes.add(SessionSettings.Mode.LOG_DIALOGUE);
        dialogue.features = dialogue.features.with(ServerFeature.NO_PIPELINING, true);
        dialogue.open();
        dialogue.say("NOOP", "MAIL FROM:<a@b>");
        dialogue.say("RCPT TO:<nosuch@y>");
        assertThat(dialogue.events.stream().map(org.postern.base.Event::line))
                .contains(
                        "SESSION: <-- NOOP",
                        "SESSION: --- 250 2.0.0 OK",
                        "message1: <-- RCPT TO:<nosuch@y>",
                        "message1: --- 550 5.1.1 <nosuch@y>... User unknown",
                        "SESSION: unauthorized PIPELINING, sleeping, relay=localhost [127.0.0.1]");
        assertThat(dialogue.delays).containsExactly(1000L);
        assertThat(dialogue.say("EHLO c")).doesNotContain("PIPELINING");
    }

    @Test
    void forgetsARefusedMessageWholly() {
        dialogue.transaction();
        dialogue.policy.atEnd = new Verdict.Refuse(Reply.of("554 5.7.1 virus"));
        dialogue.say("DATA");
        assertThat(dialogue.say("A: b", "", "x", ".")).isEqualTo("554 5.7.1 virus\r\n");
        assertThat(dialogue.say("RCPT TO:<x@y>", "DATA"))
                .isEqualTo(lines("503 5.0.0 Need MAIL before RCPT", "503 5.0.0 Need MAIL command"));
        assertThat(dialogue.dropped).isEqualTo(1);
    }

    @Test
    void keepsTheTransactionWhenDataIsRefused() {
        dialogue.transaction();
        dialogue.policy.atData = new Verdict.Refuse(Reply.of("550 5.7.1 one recipient only"));
        assertThat(dialogue.say("DATA")).isEqualTo("550 5.7.1 one recipient only\r\n");
        dialogue.policy.atData = Verdict.accept();
        assertThat(dialogue.say("DATA")).startsWith("354 ");
    }

    @Test
    void discardsAndHolds() {
        dialogue.open();
        dialogue.say("MAIL FROM:<a@b>", "RCPT TO:<discard@y>");
        dialogue.say("DATA");
        assertThat(dialogue.say("", "x", ".")).isEqualTo("250 2.0.0 message1 Message accepted for delivery\r\n");
        assertThat(dialogue.committed).isEmpty();
        dialogue.say("MAIL FROM:<a@b>", "RCPT TO:<hold@y>");
        dialogue.say("DATA");
        dialogue.say("", "x", ".");
        assertThat(dialogue.committed.getFirst().transaction().quarantine()).contains("held");
    }

    @Test
    void answersLmtpOncePerRecipient() {
        dialogue.modes.add(SessionSettings.Mode.LMTP);
        dialogue.open();
        assertThat(dialogue.say("EHLO c")).startsWith("500 5.5.1 ");
        assertThat(dialogue.say("LHLO c")).startsWith("250-mx.exam.test Hello ");
        dialogue.say("MAIL FROM:<a@b>", "RCPT TO:<x@y>", "RCPT TO:<nosuch@y>", "RCPT TO:<z@y>");
        dialogue.say("DATA");
        assertThat(dialogue.say("", "x", "."))
                .isEqualTo("250 2.0.0 message1 Message accepted for delivery\r\n".repeat(2));
    }

    @Test
    void answersQuestions() {
        dialogue.open();
        assertThat(dialogue.say("VRFY alice")).isEqualTo("250 2.1.5 <alice@mx.exam.test>\r\n");
        assertThat(dialogue.say("VRFY user@other.test")).isEqualTo("252 2.1.5 <user@other.test>\r\n");
        assertThat(dialogue.say("VRFY who")).isEqualTo("550 5.1.1 who... User unknown\r\n");
        assertThat(dialogue.say("VRFY secret")).isEqualTo("550 5.7.1 VRFY of secret not allowed\r\n");
        assertThat(dialogue.say("VRFY")).isEqualTo("501 5.5.2 Argument required\r\n");
        assertThat(dialogue.say("EXPN staff"))
                .isEqualTo(lines("250-2.1.5 root <root@mx.exam.test>", "250 2.1.5 <bob@mx.exam.test>"));
        assertThat(dialogue.say("EXPN nobody")).isEqualTo("554 5.5.2 Nothing to EXPN\r\n");
        assertThat(dialogue.delays).containsExactly(1000L);
        assertThat(dialogue.say("ETRN")).isEqualTo("500 5.5.2 Parameter required\r\n");
        assertThat(dialogue.say("ETRN other.test")).isEqualTo("250 2.0.0 Queuing for node other.test started\r\n");
        assertThat(dialogue.say("ETRN #G")).isEqualTo("250 2.0.0 Queuing for queue group G started\r\n");
        assertThat(dialogue.say("ETRN #nosuch")).isEqualTo("459 4.5.4 Queue nosuch unknown\r\n");
        assertThat(dialogue.say("ETRN denied.test")).isEqualTo("550 5.7.1 ETRN denied for that domain\r\n");
        assertThat(dialogue.queueRuns).containsExactly("other.test", "#G");
    }

    @Test
    void helps() {
        dialogue.open();
        assertThat(dialogue.say("HELP")).isEqualTo("502 5.3.0 Sendmail 8.17.1.9 -- HELP not implemented\r\n");
        Dialogue other = new Dialogue();
        other.help = new HelpTexts() {
            @Override
            public boolean available() {
                return true;
            }

            @Override
            public Optional<List<String>> lines(String topic) {
                return topic.equals("smtp") ? Optional.of(List.of("Topics:", "    HELO")) : Optional.empty();
            }
        };
        other.open();
        assertThat(other.say("HELP"))
                .isEqualTo(lines(
                        "214-2.0.0 This is sendmail version 8.17.1.9",
                        "214-2.0.0 Topics:",
                        "214-2.0.0     HELO",
                        "214 2.0.0 End of HELP info"));
        assertThat(other.say("HELP NoSuchTopicAtAll")).isEqualTo("504 5.3.0 HELP topic \"nosuchtopi\" unknown\r\n");
    }

    @Test
    void forgetsEverythingWhenTlsStarts() {
        dialogue.open();
        assertThat(dialogue.say("STARTTLS")).isEqualTo("454 4.3.3 TLS not available after start\r\n");
        dialogue.modes.add(SessionSettings.Mode.TLS_READY);
        dialogue.open();
        assertThat(dialogue.say("EHLO c")).contains("250-STARTTLS\r\n");
        assertThat(dialogue.say("STARTTLS now")).isEqualTo("501 5.5.2 Syntax error (no parameters allowed)\r\n");
        assertThat(dialogue.say("STARTTLS", "RSET")).isEqualTo("220 2.0.0 Ready to start TLS\r\n");
        assertThat(dialogue.session().view().heloName()).isEmpty();
        assertThat(dialogue.say("EHLO c")).doesNotContain("STARTTLS");
        assertThat(dialogue.say("STARTTLS")).isEqualTo("454 4.3.3 TLS not available after start\r\n");
    }

    @Test
    void saysWhatWasLost() {
        dialogue.transaction();
        dialogue.session().inputClosed();
        assertThat(dialogue.run()).isEmpty();
        assertThat(dialogue.log())
                .contains("message1: lost input channel from localhost [127.0.0.1] to MTA after rcpt");
        assertThat(dialogue.dropped).isEqualTo(1);
        Dialogue idle = new Dialogue();
        idle.open();
        idle.session().inputTimedOut();
        assertThat(idle.run()).isEqualTo("421 4.4.1 mx.exam.test Lost input channel from localhost [127.0.0.1]\r\n");
        assertThat(idle.log())
                .contains("SESSION: localhost [127.0.0.1] did not issue MAIL/EXPN/VRFY/ETRN during connection to MTA");
    }

    @Test
    void softensErrors() {
        dialogue.modes.add(SessionSettings.Mode.SOFT_BOUNCE);
        dialogue.open();
        assertThat(dialogue.say("FOO")).isEqualTo("400 4.5.1 Command unrecognized: \"FOO\"\r\n");
    }

    @Test
    @DisplayName("INJ-01: replies never echo control characters")
    void neverEchoesControlCharacters() {
        dialogue.open();
        String said = dialogue.raw("FOO \r\u001b[2J\u00e9\r\n");
        assertThat(said).isEqualTo("500 5.5.1 Command unrecognized: \"FOO   [2Ji\"\r\n");
    }

    @Test
    void insistsOnAnswersToItsSteps() {
        dialogue.open();
        byte[] mail = Ascii.bytes("MAIL FROM:<a@b>\r\n");
        dialogue.session().input(mail, 0, mail.length);
        assertThat(dialogue.session().next()).isEqualTo(new Step.OpenMessage());
        assertThatThrownBy(() -> dialogue.session().next()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> dialogue.session().messageCommitted()).isInstanceOf(IllegalStateException.class);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
