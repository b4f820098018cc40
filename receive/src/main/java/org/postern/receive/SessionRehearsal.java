package org.postern.receive;

import java.net.InetAddress;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RuleCall;
import org.postern.cf.RuleDecision;
import org.postern.cf.RuleRecorder;
import org.postern.dns.Resolver;
import org.postern.smtp.ClientIdentity;
import org.postern.smtp.HelpTexts;
import org.postern.smtp.MemoryBudget;
import org.postern.smtp.Reply;
import org.postern.smtp.ServerSession;
import org.postern.smtp.Step;

/// Goes through a session that nobody holds, and says at each moment what a client would be told and why.
///
/// It is a session as the daemon has them: the same dialogue, policy, rules and bounds; but it has no socket, believes
/// what it is told about TLS and AUTH, and stores nothing. Maps and name servers are asked for real.
public final class SessionRehearsal {
    /// Rules and look-ups that are kept for one moment.
    private static final int MOST_STEPS = 20_000;

    private static final int CLIENT_PORT = 49_152;

    private final Configuration configuration;
    private final RewriteEngine rules;
    private final Resolver resolver;
    private final LocalUsers users;
    private final HostCondition host;
    private final Protection protection;
    private final boolean offersTls;
    private final Clock clock;

    /// @param rules those of the configuration; what they do is listened to
    /// @param host how busy and full the host is
    /// @param protection what AUTH offers; certificates are not needed
    /// @param offersTls true when the daemon has a certificate
    public SessionRehearsal(
            Configuration configuration,
            RewriteEngine rules,
            Resolver resolver,
            LocalUsers users,
            HostCondition host,
            Protection protection,
            boolean offersTls,
            Clock clock) {
        this.configuration = configuration;
        this.rules = rules;
        this.resolver = resolver;
        this.users = users;
        this.host = host;
        this.protection = protection;
        this.offersTls = offersTls;
        this.clock = clock;
    }

    /// Goes through a session with one daemon of the configuration.
    ///
    /// @param portNumber where the daemon listens, for `{daemon_port}`
    /// @return the moments up to the last recipient; fewer when the session ends before
    public List<SessionMoment> run(PortOptions port, int portNumber, SessionFacts facts) {
        RuleRecorder recorder = new RuleRecorder(MOST_STEPS);
        List<Event> events = new ArrayList<>();
        ReceiveContext context = new ReceiveContext(
                configuration,
                rules.traced(recorder),
                new NoMail(),
                resolver,
                users,
                host,
                protection,
                ReceiveLimits.of(configuration.options()),
                clock,
                events::add);
        ServingDaemon daemon = new ServingDaemon(
                context,
                port,
                port.address().isEmpty() ? "0.0.0.0" : port.address(),
                portNumber,
                false,
                HelpTexts.none(),
                MemoryBudget.unlimited(),
                ZoneOffset.UTC);
        return new Run(daemon, facts, recorder, events).moments();
    }

    private final class Run {
        private final ServingDaemon daemon;
        private final SessionFacts facts;
        private final RuleRecorder recorder;
        private final List<Event> events;
        private final List<SessionMoment> moments = new ArrayList<>();
        private List<String> replies = new ArrayList<>();
        private long delay;
        private boolean closed;

        Run(ServingDaemon daemon, SessionFacts facts, RuleRecorder recorder, List<Event> events) {
            this.daemon = daemon;
            this.facts = facts;
            this.recorder = recorder;
            this.events = events;
        }

        List<SessionMoment> moments() {
            SessionFacts.Counts counts = facts.counts();
            Admission.Decision decision = daemon.admission()
                    .decide(
                            new ClientFigures.Counts(counts.open(), counts.lately(), counts.latelyOfAll()),
                            counts.open());
            switch (decision) {
                case Admission.Decision.Refuse(String line) -> {
                    replies.addAll(Reply.of(line).wireLines());
                    end("connect", "");
                }
                case Admission.Decision.Serve _ -> converse();
            }
            return moments;
        }

        private void converse() {
            Origin origin = origin();
            RulesetPolicy policy = new RehearsedPolicy(daemon, origin, facts.login());
            ServerSession session = new ServerSession(
                    daemon.settings(offersTls),
                    origin.identity(),
                    policy.features(daemon.features()),
                    daemon.greeting(policy.macros(), daemon.acceptance().dateNow()),
                    policy,
                    () -> false,
                    policy::sessionName,
                    daemon.context().events());
            carryOut(session, policy);
            end("connect", "");
            greet(session, policy);
            if (facts.tls().isPresent()) {
                say(session, policy, "STARTTLS", "STARTTLS");
                greet(session, policy);
            }
            // the answer of the client is not wanted: who it is has been said
            facts.login()
                    .ifPresent(login -> say(
                            session,
                            policy,
                            "AUTH",
                            "AUTH " + login.mechanism() + " =",
                            "AUTH " + login.mechanism() + " by " + login.name()));
            facts.sender().ifPresent(sender -> say(session, policy, "MAIL", "MAIL FROM:" + sender));
            facts.recipients().forEach(recipient -> say(session, policy, "RCPT", "RCPT TO:" + recipient));
            if (moments.stream().anyMatch(moment -> moment.name().equals("RCPT") && moment.good())) {
                say(session, policy, "DATA", "DATA");
            }
        }

        private void greet(ServerSession session, RulesetPolicy policy) {
            facts.helo().ifPresent(name -> say(session, policy, "EHLO", "EHLO " + name));
        }

        private void say(ServerSession session, RulesetPolicy policy, String name, String line) {
            say(session, policy, name, line, line);
        }

        private void say(ServerSession session, RulesetPolicy policy, String name, String line, String shown) {
            if (closed) {
                return;
            }
            byte[] bytes = Ascii.bytes(line + "\r\n");
            session.input(bytes, 0, bytes.length);
            carryOut(session, policy);
            end(name, shown);
        }

        private void carryOut(ServerSession session, RulesetPolicy policy) {
            while (true) {
                switch (session.next()) {
                    case Step.Say(Reply reply) -> replies.addAll(reply.wireLines());
                    case Step.OpenMessage() -> session.messageOpened(NoMail.NAME);
                    case Step.Delay(long millis) -> delay += millis;
                    case Step.WatchForEarlyTalk(long millis) -> delay += millis;
                    case Step.UpgradeToTls() -> startTls(session, policy);
                    case Step.CommitMessage _ -> session.messageNotCommitted(Reply.of("451 4.3.0 rehearsal"));
                    case Step.Body _, Step.DropMessage(), Step.StartQueueRun _, Step.StartSecurityLayer() -> {}
                    case Step.NeedInput _ -> {
                        return;
                    }
                    case Step.Close() -> {
                        closed = true;
                        return;
                    }
                }
            }
        }

        private void startTls(ServerSession session, RulesetPolicy policy) {
            if (facts.tls().isEmpty()) {
                session.tlsFailed();
            } else {
                policy.trust().encrypted(facts.tls().get());
                session.tlsStarted();
            }
        }

        private void end(String name, String said) {
            List<RuleCall> calls = recorder.take();
            List<String> reply = List.copyOf(replies);
            List<Event> told = List.copyOf(events);
            moments.add(new SessionMoment(name, said, reply, delay, calls, told, cause(reply, calls, told)));
            replies = new ArrayList<>();
            events.clear();
            delay = 0;
        }

        private SessionMoment.Cause cause(List<String> reply, List<RuleCall> calls, List<Event> told) {
            boolean good = SessionMoment.good(reply, told);
            Optional<RuleCall> deciding = told.stream()
                    .filter(RulesetEvent.class::isInstance)
                    .map(RulesetEvent.class::cast)
                    .filter(event -> good || event.action() != RulesetEvent.Action.QUARANTINE)
                    .flatMap(event -> last(calls, event.ruleset()).stream())
                    .findFirst();
            if (deciding.isEmpty() && !good) {
                deciding = calls.reversed().stream()
                        .filter(RuleCall::objects)
                        .filter(call -> told.stream().noneMatch(event -> isQuarantine(event, call.ruleset())))
                        .findFirst();
            }
            if (deciding.isEmpty() && good) {
                deciding = calls.reversed().stream()
                        .filter(call -> call.ruleset().startsWith("check_")
                                && !call.matches().isEmpty())
                        .findFirst();
            }
            if (deciding.isPresent()) {
                return new SessionMoment.Cause.ByRules(
                        deciding.get().ruleset(), RuleDecision.of(deciding.get(), configuration));
            }
            return good ? new SessionMoment.Cause.Nothing() : byServer(reply.getFirst());
        }

        /// Quarantine refuses nothing.
        private static boolean isQuarantine(Event event, String ruleset) {
            return event instanceof RulesetEvent decided
                    && decided.action() == RulesetEvent.Action.QUARANTINE
                    && decided.ruleset().equals(ruleset);
        }

        private SessionMoment.Cause byServer(String line) {
            Optional<String> why = ServerReasons.of(line);
            if (why.isPresent()) {
                return new SessionMoment.Cause.ByServer(why.get());
            }
            Optional<SessionMoment> earlier = moments.stream()
                    .filter(moment -> !moment.good() || refusesByFeatures(moment))
                    .findFirst();
            return earlier.isPresent()
                    ? new SessionMoment.Cause.Earlier(earlier.get().name())
                    : new SessionMoment.Cause.ByServer(ServerReasons.DIALOGUE);
        }

        /// The greeting of a session that srv_features refuses for now is as good as any.
        private static boolean refusesByFeatures(SessionMoment moment) {
            return last(moment.calls(), "srv_features")
                    .filter(RuleCall::resolved)
                    .filter(call ->
                            Ascii.startsIgnoringCase(call.output().from(1).join(' '), "temp"))
                    .isPresent();
        }

        private Origin origin() {
            InetAddress address = facts.client();
            ClientName name = facts.clientName()
                    .map(known -> new ClientName(ClientName.textOf(address), ClientName.Resolve.OK, known))
                    .orElseGet(() -> ClientName.of(address, resolver));
            SessionFacts.Counts counts = facts.counts();
            return new Origin(
                    new ClientIdentity(name.shownName(), name.address(), name.forged(), Optional.empty()),
                    name,
                    CLIENT_PORT,
                    "",
                    "",
                    new ClientFigures.Counts(counts.open(), counts.lately(), counts.latelyOfAll()),
                    Optional.empty());
        }
    }

    private static Optional<RuleCall> last(List<RuleCall> calls, String ruleset) {
        return calls.reversed().stream()
                .filter(call -> call.ruleset().equals(ruleset))
                .findFirst();
    }
}
