package org.postern.deliver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postern.mail.DeliveryOutcome;

/// What one attempt did for recipients that share a line of the log.
///
/// @param addresses of one line, in its order
/// @param mailer the mailer's name, empty when no mailer was found
/// @param relay what stands behind `relay=`: host and address; empty for none
/// @param seconds how long it took (`xdelay`); [#NOT_TRIED] when it was decided without a try
/// @param outcome the same for all of them
/// @param answers for each address what a host or a program said; empty where nobody was asked
/// @param by what DELIVERBY wants to be told of a success
/// @param transcript what a report tells of how this came about, in front of what it tells of later attempts
record Attempt(
        List<ExpandedAddress> addresses,
        String mailer,
        String relay,
        long seconds,
        DeliveryOutcome outcome,
        List<Optional<ReportAnswer>> answers,
        Optional<DeliverByNotice> by,
        List<String> transcript) {
    /// No delivery was tried.
    static final long NOT_TRIED = -1;

    Attempt {
        addresses = List.copyOf(addresses);
        answers = List.copyOf(answers);
        transcript = List.copyOf(transcript);
        if (answers.size() != addresses.size()) {
            throw new IllegalArgumentException(answers.size() + " answers for " + addresses.size());
        }
    }

    /// Without any host.
    static Attempt of(
            List<ExpandedAddress> addresses, String mailer, String relay, long seconds, DeliveryOutcome outcome) {
        return new Attempt(
                addresses,
                mailer,
                relay,
                seconds,
                outcome,
                Collections.nCopies(addresses.size(), Optional.empty()),
                Optional.empty(),
                TranscriptLines.result(outcome, addresses));
    }

    /// The same with another story.
    Attempt told(List<String> lines) {
        return new Attempt(addresses, mailer, relay, seconds, outcome, answers, by, lines);
    }

    /// The same for one recipient of a program.
    ///
    /// @param output lines that it printed
    Attempt ofProgram(Optional<ReportAnswer> answer, List<String> output) {
        List<String> lines = new ArrayList<>(output);
        lines.addAll(transcript);
        return new Attempt(addresses, mailer, relay, seconds, outcome, List.of(answer), Optional.empty(), lines);
    }

    static Attempt of(List<ExpansionResult.Target> targets, String relay, long seconds, DeliveryOutcome outcome) {
        return of(
                targets.stream().map(ExpansionResult.Target::address).toList(),
                targets.getFirst().route().mailer().name(),
                relay,
                seconds,
                outcome);
    }
}
