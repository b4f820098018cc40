package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.cf.LookupResult;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.TranscriptProfile;

/// A rehearsal names the rule set, the rule and the entry of the map that decide. [RefusalsExplained] does so for all
/// recorded dialogues.
class SessionRehearsalTest {
    @TempDir
    private static Path scratch;

    private static Function<SessionFacts, List<SessionMoment>> rehearsal(TranscriptProfile profile) throws Exception {
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(profile.name()));
        profile.install(folder);
        return StockHost.rehearsal(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            access-tags  | 127.0.0.2 | <a@bad.test>      | <bob@exam.test>  | MAIL | check_mail  | Basic_check_mail | From:bad.test=REJECT
            access       | 127.0.0.2 | <x@spam.test>     | <bob@exam.test>  | MAIL | check_mail  | Basic_check_mail | From:spam.test=ERROR:5.7.1:550 No spam here
            access       | 127.0.0.3 | <x@good.test>     | <bob@exam.test>  | connect | check_relay | Basic_check_relay | Connect:127.0.0.3=REJECT
            access       | 127.0.0.2 | <x@good.test>     | <x@friend.test>  | RCPT | check_rcpt  | Rcpt_ok | To:friend.test=RELAY
            access       | 127.0.0.2 | <x@good.test>     | <x@other.test>   | RCPT | check_rcpt  | Basic_check_rcpt | -
            delay-checks | 127.0.0.2 | <x@good.test>     | <bob@exam.test>  | RCPT | check_rcpt  | Basic_check_relay | Connect:127.0.0.2=REJECT
            checks       | 127.0.0.2 | <odd@good.test>   | <bob@exam.test>  | MAIL | check_mail  | Local_check_mail | -
            plain        | 127.0.0.1 | <a@good.test>     | <a@b@c>          | RCPT | parse       | Parse0 | -
            """)
    void theRuleAndTheEntryThatDecidedAreNamed(
            String name,
            String from,
            String sender,
            String recipient,
            String moment,
            String ruleset,
            String rule,
            String entry)
            throws Exception {
        SessionFacts facts = new SessionFacts(
                java.net.InetAddress.ofLiteral(from),
                Optional.empty(),
                Optional.of("client.good.test"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(sender),
                List.of(recipient),
                SessionFacts.Counts.FIRST);
        SessionMoment found = rehearsal(TranscriptProfile.named(name)).apply(facts).stream()
                .filter(one -> one.name().equals(moment))
                .findFirst()
                .orElseThrow();
        assertThat(found.cause()).isInstanceOfSatisfying(SessionMoment.Cause.ByRules.class, cause -> {
            assertThat(cause.ruleset()).isEqualTo(ruleset);
            assertThat(cause.decision().rule().orElseThrow().ruleset()).isEqualTo(rule);
            assertThat(cause.decision()
                            .entry()
                            .map(question -> question.key() + "="
                                    + (question.result() instanceof LookupResult.Found(String value) ? value : ""))
                            .orElse("-"))
                    .isEqualTo(entry);
        });
    }
}
