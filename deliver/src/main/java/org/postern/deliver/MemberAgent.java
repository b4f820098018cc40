package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Clock;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;

/// Delivers to programs and files through the helper, one recipient after the other. What it sends names the list and
/// the member; the helper finds both again and decides by what right.
final class MemberAgent implements DeliveryAgent {
    private final Members members;
    private final Clock clock;

    MemberAgent(Members members, Clock clock) {
        this.members = members;
        this.clock = clock;
    }

    @Override
    public List<Attempt> deliver(DeliveryJob job) throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>(job.targets().size());
        for (ExpansionResult.Target target : job.targets()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long start = clock.nanoTime();
            HelperAnswer answer = deliver(job, target.address());
            attempts.add(attempt(List.of(target), Elapsed.seconds(start, clock), answer));
        }
        return attempts;
    }

    /// What the helper's answer means for these recipients, with what the program printed.
    static Attempt attempt(List<ExpansionResult.Target> targets, long seconds, HelperAnswer answer) {
        Attempt attempt = Attempt.of(targets, targets.getFirst().route().host(), seconds, LocalAgent.outcome(answer));
        return answer instanceof HelperAnswer.ProgramFailed(boolean _, String _, String text, String output)
                ? attempt.ofProgram(ReportAnswer.ofProgram(text), lines(output))
                : attempt;
    }

    private static List<String> lines(String output) {
        return output.isEmpty()
                ? List.of()
                : output.lines().map(TranscriptLines::safe).toList();
    }

    private HelperAnswer deliver(DeliveryJob job, ExpandedAddress address) {
        return HandOver.of(
                job,
                (id, sender, size) -> new HelperRequest.DeliverToMember(
                        id,
                        sender,
                        address.origin().orElseThrow(() -> new IllegalArgumentException("no list")),
                        address.recipient().address(),
                        size),
                members::deliver);
    }
}
