package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.cf.Resolution;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;

/// What an administrator has written into the control data of a waiting message (`postern queue`), as macros; a real
/// sendmail passes over them. Only the owner of the queue can write there: no macro of these names comes from a
/// session.
public final class AdministratorWish {
    /// The message goes back to its sender; the value is the reason.
    public static final String RETURN = "return_now";

    /// The next hop of all recipients that leave this host; the value is the host.
    public static final String ROUTE = "reroute_to";

    private AdministratorWish() {}

    /// The outcome for all recipients of a message that is to be returned.
    static Optional<DeliveryOutcome> returned(Envelope envelope) {
        return Optional.ofNullable(envelope.macros().get(RETURN))
                .map(reason -> DeliveryTexts.failed(0, 0, reason, "550 5.0.0 " + reason));
    }

    /// The targets with the next hop that is wished.
    static List<ExpansionResult.Target> routed(Envelope envelope, List<ExpansionResult.Target> targets) {
        Optional<String> host = Optional.ofNullable(envelope.macros().get(ROUTE));
        if (host.isEmpty()) {
            return targets;
        }
        List<ExpansionResult.Target> routed = new ArrayList<>(targets.size());
        for (ExpansionResult.Target target : targets) {
            Resolution.ToMailer route = target.route();
            routed.add(
                    route.mailer().network()
                            ? new ExpansionResult.Target(
                                    target.address(),
                                    new Resolution.ToMailer(
                                            route.mailer(),
                                            host.get(),
                                            route.user(),
                                            route.address(),
                                            route.withoutRuleSet5()))
                            : target);
        }
        return routed;
    }
}
