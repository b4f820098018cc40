package org.postern.deliver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Clock;
import org.postern.base.SysExit;
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
        MailerForm form = job.message().form(job.mailer());
        if (form.temporaryFailure()) {
            return new HelperAnswer.Temporary(
                    SysExit.TEMPORARY_FAILURE, "4.4.3", "address rewriting failed temporarily");
        }
        HelperRequest.DeliverToMember request;
        try {
            request = new HelperRequest.DeliverToMember(
                    job.message().envelope().id().value(),
                    form.sender(),
                    address.origin().orElseThrow(() -> new IllegalArgumentException("no list")),
                    address.recipient().address(),
                    form.header().length + job.message().body().size());
        } catch (IllegalArgumentException _) {
            return new HelperAnswer.Failed(SysExit.USAGE, "5.1.3", "User address required");
        }
        try (InputStream body = job.message().body().open();
                InputStream header = new ByteArrayInputStream(form.header());
                InputStream message = new SequenceInputStream(header, body)) {
            return members.deliver(request, message);
        } catch (IOException e) {
            return new HelperAnswer.Temporary(SysExit.IO_ERROR, "4.3.0", "cannot read the message: " + e.getMessage());
        }
    }
}
