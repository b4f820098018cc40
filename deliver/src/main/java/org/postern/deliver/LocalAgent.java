package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.mail.AddressList;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

/// Delivers into mailboxes of local users through the helper, one recipient after the other.
///
/// What the helper gets is the message as the mailer's flags say, without a `From ` line: that one, and who
/// may write where, is the helper's business.
final class LocalAgent implements DeliveryAgent {
    private final Mailboxes mailboxes;
    private final Clock clock;

    LocalAgent(Mailboxes mailboxes, Clock clock) {
        this.mailboxes = mailboxes;
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
            DeliveryOutcome outcome = deliver(job, target.route().user());
            String host = target.route().host();
            String relay = host.isEmpty() && job.mailer().has('z') ? "local" : host;
            attempts.add(Attempt.of(List.of(target), relay, Elapsed.seconds(start, clock), outcome));
        }
        return attempts;
    }

    private DeliveryOutcome deliver(DeliveryJob job, String user) {
        return outcome(HandOver.of(
                job,
                (id, sender, size) -> new HelperRequest.DeliverToMailbox(id, sender, AddressList.unquoted(user), size),
                mailboxes::deliver));
    }

    static DeliveryOutcome outcome(HelperAnswer answer) {
        return switch (answer) {
            case HelperAnswer.Delivered(String status, String _) ->
                new DeliveryOutcome.Delivered(status(status, 2), "Sent", Optional.empty());
            case HelperAnswer.Failed(SysExit exit, String status, String text) ->
                switch (exit) {
                    case NO_USER -> DeliveryTexts.failed(1, 1, "User unknown", "550 5.1.1 User unknown");
                    case USAGE ->
                        DeliveryTexts.failed(1, 3, "User address required", "553 5.1.3 User address required");
                    default ->
                        new DeliveryOutcome.Failed(
                                status(status, 5), PeerText.of(text).forLog(), Optional.empty());
                };
            case HelperAnswer.Temporary(SysExit _, String status, String text) ->
                DeliveryTexts.deferred(status(status, 4), text);
            case HelperAnswer.Refused(String text) -> DeliveryTexts.deferred(3, 0, text);
            case HelperAnswer.ProgramFailed(boolean temporary, String status, String text, String _) ->
                temporary
                        ? DeliveryTexts.deferred(status(status, 4), text)
                        : new DeliveryOutcome.Failed(
                                status(status, 5), PeerText.of(text).forLog(), Optional.empty());
            case HelperAnswer.Pong _,
                    HelperAnswer.ProgramEnded _,
                    HelperAnswer.Secret _,
                    HelperAnswer.PasswordJudged _,
                    HelperAnswer.ClassPart _,
                    HelperAnswer.ListPart _,
                    HelperAnswer.OfFile _,
                    HelperAnswer.NoList _ -> DeliveryTexts.deferred(3, 0, "an answer to another question");
        };
    }

    private static EnhancedStatus status(String text, int kind) {
        return EnhancedStatus.parse(text)
                .filter(status -> status.kind() == kind)
                .orElseGet(() -> new EnhancedStatus(kind, 0, 0));
    }
}
