package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Clock;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.mail.AddressList;

/// Delivers by the programs of mailers through the helper: one recipient after the other, or several at once where the
/// mailer has flag `m` (sendmail op guide §5.4).
final class ProgramAgent implements DeliveryAgent {
    private final MailerPrograms programs;
    private final Clock clock;

    ProgramAgent(MailerPrograms programs, Clock clock) {
        this.programs = programs;
        this.clock = clock;
    }

    @Override
    public List<Attempt> deliver(DeliveryJob job) throws InterruptedException {
        int together = together(job.mailer());
        List<Attempt> attempts = new ArrayList<>();
        for (int from = 0; from < job.targets().size(); from += together) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<ExpansionResult.Target> some =
                    job.targets().subList(from, Math.min(job.targets().size(), from + together));
            long start = clock.nanoTime();
            HelperAnswer answer = run(job, some);
            attempts.add(MemberAgent.attempt(some, Elapsed.seconds(start, clock), answer));
        }
        return attempts;
    }

    private static int together(Mailer mailer) {
        if (mailer.has('l') || !mailer.has('m')) {
            return 1;
        }
        int limit = mailer.limits().recipientsPerEnvelope();
        int most = HelperRequest.RunMailer.MOST_USERS;
        return limit > 0 ? Math.min(limit, most) : most;
    }

    private HelperAnswer run(DeliveryJob job, List<ExpansionResult.Target> some) {
        return HandOver.of(
                job,
                (id, sender, size) -> new HelperRequest.RunMailer(
                        id,
                        sender,
                        job.mailer().name(),
                        some.getFirst().route().host(),
                        some.stream()
                                .map(target ->
                                        AddressList.unquoted(target.route().user()))
                                .toList(),
                        size),
                programs::run);
    }
}
