package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.cf.LookupResult;
import org.postern.cf.MapQuestion;
import org.postern.cf.RuleDecision;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptVariables;

/// For every MAIL and RCPT that the real program refused in the recorded dialogues, a rehearsal with the same facts
/// gets the same reply and names what decided.
final class RefusalsExplained {
    /// What facts of a session do not hold: clients that talk too early, say HELO, or say MAIL twice; weak ciphers; a
    /// certificate that the server did not ask for.
    private static final Set<String> BEYOND_FACTS = Set.of(
            "greet-pause/early",
            "plain/early-data-after-ehlo",
            "plain/mail-empty-words",
            "plain/sender-twice",
            "macros/mail-helo",
            "tls/features-no-request",
            "tls-session/list",
            "tls-session/suites");

    /// Words of refusals that come from an entry of the access map only.
    private static final Set<String> OF_ACCESS =
            Set.of("Access denied", "No spam here", "Come again", "Mailbox closed");

    private static final int CUT = 250;

    private RefusalsExplained() {}

    /// @param folder where the profile is installed
    static void check(TranscriptProfile profile, SendmailFolder folder) throws Exception {
        Function<SessionFacts, List<SessionMoment>> rehearsal = StockHost.rehearsal(folder);
        for (Transcript transcript : profile.transcripts()) {
            if (!BEYOND_FACTS.contains(transcript.name())) {
                TranscriptVariables variables = profile.variables(transcript);
                for (RefusedCommand refused : RefusedCommand.of(profile, transcript)) {
                    check(profile, refused, rehearsal.apply(refused.facts()), variables);
                }
            }
        }
    }

    private static void check(
            TranscriptProfile profile,
            RefusedCommand refused,
            List<SessionMoment> moments,
            TranscriptVariables variables) {
        SessionMoment moment = last(moments, refused.command());
        assertThat(moment.reply())
                .as(refused.command())
                .singleElement()
                .matches(line -> same(variables, refused.reply(), line), refused.reply());
        switch (moment.cause()) {
            case SessionMoment.Cause.ByRules(String _, RuleDecision decision) -> {
                assertThat(decision.rule()).as(refused.command()).isPresent();
                assertThat(saidBy(decision))
                        .as("%s: %s", refused.command(), refused.reply())
                        .contains(firstWords(refused.reply()));
                if (OF_ACCESS.stream().anyMatch(refused.reply()::contains)) {
                    MapQuestion entry = decision.entry().orElseThrow();
                    assertThat(profile.files().get("access")).as(entry.key()).containsIgnoringCase(entry.key());
                    assertThat(entry.map()).isEqualTo("access");
                }
            }
            case SessionMoment.Cause.Earlier(String name) ->
                assertThat(moments)
                        .as(refused.command())
                        .anyMatch(before -> before.name().equals(name));
            case SessionMoment.Cause.ByServer(String why) ->
                assertThat(why).as(refused.command() + " " + refused.reply()).isNotEmpty();
            case SessionMoment.Cause.Nothing() -> throw new AssertionError(refused.command() + " was not refused");
        }
    }

    /// What the named rule and the named entry say.
    private static String saidBy(RuleDecision decision) {
        String entry = decision.entry()
                .map(found -> found.result() instanceof LookupResult.Found(String value) ? value : "")
                .orElse("");
        return decision.rule().orElseThrow().right() + " " + entry;
    }

    /// The words of a refusal behind code, status and address, as far as rules write them and not macros.
    private static String firstWords(String reply) {
        String words =
                reply.replaceFirst("^\\d{3}[ -](?:\\d\\.\\d+\\.\\d+ )?", "").replaceFirst("^\\S+\\.\\.\\. ", "");
        return words.split(" ", 2)[0];
    }

    /// sendmail cuts the words of rules in the replies of a refused session; Postern does not (docs/compatibility.md).
    private static boolean same(TranscriptVariables variables, String recorded, String said) {
        return variables.matches(recorded, said) || (recorded.length() > CUT && said.startsWith(recorded));
    }

    private static SessionMoment last(List<SessionMoment> moments, String command) {
        String verb = command.substring(0, 4);
        return moments.reversed().stream()
                .filter(moment -> Ascii.sameIgnoringCase(moment.name(), verb))
                .findFirst()
                .orElseGet(moments::getLast);
    }
}
