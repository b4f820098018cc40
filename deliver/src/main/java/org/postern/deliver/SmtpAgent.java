package org.postern.deliver;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.cf.Mailer;
import org.postern.cf.SessionMacros;
import org.postern.helperwire.HelperRequest;
import org.postern.mail.AddressList;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.smtp.ClientStep;
import org.postern.smtp.OutgoingMessage;
import org.postern.smtp.RecipientResult;

/// Delivers by SMTP or LMTP, over TCP, a socket of this machine, or the standard input and output of a program: finds
/// the hosts, waits for a turn at each, uses a kept connection or opens
/// one, and goes on to the next host for the recipients that may be tried there (RFC 5321 §5.1).
///
/// A kept connection that turns out to be closed before the server saw anything of the message is replaced at
/// once; that is no attempt.
final class SmtpAgent implements DeliveryAgent {
    private final HopFinder finder;
    private final SmtpConnector connector;
    private final IdleConnections<SmtpConnection> idle;
    private final DestinationLimits limits;
    private final DestinationLimits console = new DestinationLimits(1, 1, 1);
    private final HostStatus hostStatus;
    private final Duration slotWait;
    private final boolean fallsBackToClear;
    private final Clock clock;
    private final DeliveryCounters counters;

    /// @param fallsBackToClear option TLSFallbacktoClear
    SmtpAgent(
            HopFinder finder,
            SmtpConnector connector,
            IdleConnections<SmtpConnection> idle,
            DestinationLimits limits,
            HostStatus hostStatus,
            Duration slotWait,
            boolean fallsBackToClear,
            Clock clock,
            DeliveryCounters counters) {
        this.finder = finder;
        this.connector = connector;
        this.idle = idle;
        this.limits = limits;
        this.hostStatus = hostStatus;
        this.slotWait = slotWait;
        this.fallsBackToClear = fallsBackToClear;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public List<Attempt> deliver(DeliveryJob job) throws InterruptedException {
        if (!asRecipient(job.mailer())) {
            return deliverTogether(job);
        }
        List<Attempt> attempts = new ArrayList<>();
        for (ExpansionResult.Target target : job.targets()) {
            attempts.addAll(deliverTogether(job.withTargets(List.of(target))));
        }
        return attempts;
    }

    /// True for a program that runs with the rights of the recipient, of one at a time.
    private static boolean asRecipient(Mailer mailer) {
        return mailer.conversational()
                && !mailer.console()
                && mailer.has('l')
                && mailer.user().isEmpty();
    }

    private List<Attempt> deliverTogether(DeliveryJob job) throws InterruptedException {
        SmtpTally tally = new SmtpTally(job, clock);
        Mailer mailer = job.mailer();
        MailerForm form = job.message().form(mailer);
        Optional<DeliveryOutcome> obstacle = obstacle(job, form);
        if (obstacle.isPresent()) {
            return tally.all(obstacle.get(), "");
        }
        Optional<Endpoint> endpoint = endpoint(job);
        if (endpoint.isEmpty()) {
            String text = "mailer " + mailer.name() + " has no valid port, socket or recipient";
            return tally.all(DeliveryTexts.deferred(3, 5, text), "");
        }
        tally.refuseUnspeakable();
        if (!(endpoint.get() instanceof Endpoint.Port)) {
            String shown = mailer.network() ? "localhost" : mailer.name();
            tryHops(job, form, List.of(Hop.host(shown)), endpoint.get(), tally);
            return tally.attempts();
        }
        boolean firstAttempt = job.message().envelope().attempts() == 0;
        return switch (finder.forAttempt(firstAttempt).find(job.host(), !mailer.has('0'))) {
            case HopAnswer.Nowhere(DeliveryOutcome outcome) -> tally.all(outcome, job.host());
            case HopAnswer.Hops(List<Hop> hops, String _) -> {
                tryHops(job, form, hops, endpoint.get(), tally);
                yield tally.attempts();
            }
        };
    }

    private static Optional<DeliveryOutcome> obstacle(DeliveryJob job, MailerForm form) {
        if (form.temporaryFailure()) {
            return Optional.of(DeliveryTexts.deferred(4, 3, "address rewriting failed temporarily"));
        }
        long most = job.mailer().limits().messageSize();
        if (most > 0 && form.header().length + job.message().body().size() > most) {
            String text = "Message is too large; " + most + " bytes max";
            return Optional.of(DeliveryTexts.failed(3, 4, text, "552 5.3.4 " + text));
        }
        return Optional.empty();
    }

    private static Optional<Endpoint> endpoint(DeliveryJob job) {
        if (!job.mailer().network()) {
            return program(job);
        }
        List<String> arguments = job.mailer().arguments();
        SessionMacros macros = job.message().macros();
        macros.define("h", job.host());
        if (Endpoint.isLocal(arguments.getFirst())) {
            return arguments.size() < 2
                    ? Optional.empty()
                    : Endpoint.local(job.message().rules().expand(arguments.get(1), macros));
        }
        Optional<InetAddress> from = ClientPorts.ofArrival(macros);
        if (arguments.size() < 3) {
            return Optional.of(new Endpoint.Port(Endpoint.SMTP, from));
        }
        return ClientPorts.port(job.message().rules().expand(arguments.get(2), macros))
                .map(port -> new Endpoint.Port(port, from));
    }

    private static Optional<Endpoint> program(DeliveryJob job) {
        String user = asRecipient(job.mailer())
                ? AddressList.unquoted(job.targets().getFirst().route().user())
                : "";
        try {
            return Optional.of(new Endpoint.Program(new HelperRequest.TalkToMailer(
                    job.message().envelope().id().value(),
                    job.message().form(job.mailer()).sender(),
                    job.mailer().name(),
                    job.host(),
                    user)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void tryHops(DeliveryJob job, MailerForm form, List<Hop> hops, Endpoint endpoint, SmtpTally tally)
            throws InterruptedException {
        boolean reachedOne = false;
        ConnectTime time = connector.time(job.message().envelope().attempts() == 0);
        for (Hop hop : hops) {
            if (tally.open().isEmpty() || (hop.lastResort() && reachedOne)) {
                return;
            }
            String key = job.mailer().name() + ' ' + hop.lookupName() + ' ' + endpoint;
            Optional<DeliveryOutcome.Deferred> dead =
                    job.mailer().has('W') ? Optional.empty() : hostStatus.whyDead(key, hop.name());
            if (dead.isPresent()) {
                tally.failedHop(dead.get(), hop.name());
                continue;
            }
            Optional<DestinationLimits.Turn> turn = (job.mailer().console() ? console : limits).begin(key, slotWait);
            if (turn.isEmpty()) {
                tally.failedHop(DeliveryTexts.crowded(hop.name()), hop.name());
                continue;
            }
            Visit visit = Visit.IN_VAIN;
            try {
                visit = talk(job, form, hop, endpoint, key, time, tally);
            } finally {
                turn.get().end(visit == Visit.GOOD);
            }
            reachedOne |= visit != Visit.IN_VAIN;
        }
    }

    /// How a host took a message.
    private enum Visit {
        /// It answered.
        GOOD,
        /// It answered, and asked for fewer connections or less mail.
        BUSY,
        /// It could not be reached, or hung up.
        IN_VAIN
    }

    private Visit talk(
            DeliveryJob job, MailerForm form, Hop hop, Endpoint endpoint, String key, ConnectTime time, SmtpTally tally)
            throws InterruptedException {
        Optional<SmtpConnection> kept = idle.take(key);
        if (kept.isPresent()) {
            ClientStep.Finished result = send(job, form, kept.get(), tally);
            if (!result.stale()) {
                counters.reused.increment();
                return record(job, kept.get(), hop, key, result, tally);
            }
        }
        return openAndSend(job, form, hop, endpoint, key, false, time, tally);
    }

    private Visit openAndSend(
            DeliveryJob job,
            MailerForm form,
            Hop hop,
            Endpoint endpoint,
            String key,
            boolean clear,
            ConnectTime time,
            SmtpTally tally)
            throws InterruptedException {
        return switch (connector.open(hop, endpoint, job.mailer(), clear, time)) {
            case SmtpConnector.Opened.Unreachable(DeliveryOutcome outcome, String relay) -> {
                if (outcome instanceof DeliveryOutcome.Deferred deferred && !(endpoint instanceof Endpoint.Program)) {
                    hostStatus.failed(key, hop.name(), deferred);
                }
                tally.failedHop(outcome, relay);
                yield Visit.IN_VAIN;
            }
            case SmtpConnector.Opened.Connected(SmtpConnection connection) -> {
                ClientStep.Finished result = send(job, form, connection, tally);
                if (connection.fallsBackToClear(fallsBackToClear)) {
                    yield openAndSend(job, form, hop, endpoint, key, true, time, tally);
                }
                yield record(job, connection, hop, key, result, tally);
            }
        };
    }

    private ClientStep.Finished send(DeliveryJob job, MailerForm form, SmtpConnection connection, SmtpTally tally) {
        OutgoingMessage message = SmtpEnvelope.of(job, form, tally.open(), clock.epochSeconds());
        BodyTreatment treatment = job.message().treatment(job.mailer());
        connector.begin(connection);
        try {
            return connection.send(
                    job.message().envelope().id().value(),
                    message,
                    new SmtpConnection.Content(form, job.message().body(), treatment));
        } catch (RuntimeException bug) {
            connection.close();
            throw bug;
        } finally {
            connector.end(connection);
        }
    }

    private Visit record(
            DeliveryJob job,
            SmtpConnection connection,
            Hop hop,
            String key,
            ClientStep.Finished result,
            SmtpTally tally) {
        tally.results(result.results(), connection.relay(), connection.remarks(), connection.knowsDeliverBy());
        if (!result.usable()) {
            return Visit.IN_VAIN;
        }
        Optional<DeliveryOutcome> last = result.results().stream()
                .map(RecipientResult::outcome)
                .filter(outcome -> outcome instanceof DeliveryOutcome.Relayed)
                .findFirst();
        hostStatus.reached(key, hop.name(), last);
        int most = job.mailer().limits().messagesPerConnection();
        if ((most > 0 && connection.messages() >= most) || !connection.mayBeKept()) {
            connection.retire();
        } else {
            idle.keep(key, connection);
        }
        return result.results().stream().map(RecipientResult::outcome).anyMatch(SmtpAgent::asksForLess)
                ? Visit.BUSY
                : Visit.GOOD;
    }

    /// Servers that want fewer connections or less mail say 4.7.x (policy), 4.3.2 or 4.4.5 (RFC 3463 §3.4, §3.5, §3.8).
    private static boolean asksForLess(DeliveryOutcome outcome) {
        if (!(outcome instanceof DeliveryOutcome.Deferred deferred)) {
            return false;
        }
        EnhancedStatus status = deferred.status();
        boolean system = status.subject() == 3 && status.detail() == 2;
        boolean congested = status.subject() == 4 && status.detail() == 5;
        return deferred.remoteReply().isPresent() && (status.subject() == 7 || system || congested);
    }
}
