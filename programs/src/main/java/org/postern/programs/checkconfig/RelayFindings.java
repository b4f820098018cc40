package org.postern.programs.checkconfig;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.AddressUse;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;
import org.postern.cf.Resolution;
import org.postern.cf.SessionMacros;
import org.postern.dns.TableResolver;
import org.postern.os.Accounts;
import org.postern.programs.mta.RehearsalHost;
import org.postern.receive.SessionFacts;

/// Whether strangers can send to strangers: each daemon is asked by outside addresses, in all the ways that relays have
/// been fooled with.
///
/// The names of the strangers are known to a name service of our own, so that no rule refuses them because they do not
/// exist, and nobody is asked.
final class RelayFindings {
    private static final String FROM = "stranger.postern-probe.example";
    private static final String TO = "elsewhere.postern-probe.example";
    private static final List<String> CLIENTS = List.of("192.0.2.77", "2001:db8::77");
    private static final int SMTP = 25;
    private static final TableResolver NAMES = TableResolver.parse("""
            stranger.postern-probe.example MX 10 stranger.postern-probe.example
            stranger.postern-probe.example A 192.0.2.77
            stranger.postern-probe.example AAAA 2001:db8::77
            elsewhere.postern-probe.example MX 10 elsewhere.postern-probe.example
            elsewhere.postern-probe.example A 192.0.2.78
            192.0.2.77 PTR stranger.postern-probe.example
            2001:db8::77 PTR stranger.postern-probe.example
            """);

    private RelayFindings() {}

    static List<Finding> of(Configuration configuration, Accounts accounts, Clock clock) {
        RehearsalHost host = RehearsalHost.of(configuration, NAMES, accounts, clock, EventSink.none());
        String own = configuration
                .scope()
                .macro("j")
                .map(text -> host.rules().expand(text, configuration.scope()))
                .orElse("localhost");
        List<Finding> findings = new ArrayList<>();
        for (PortOptions daemon : configuration.options().daemons()) {
            if (daemon.family() != PortOptions.Family.UNIX) {
                probe(host, daemon, own).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /// The first way through one daemon.
    private static Optional<Finding> probe(RehearsalHost host, PortOptions daemon, String own) {
        for (String client : CLIENTS) {
            for (String sender : List.of("<a@" + FROM + ">", "<>", "<postmaster@" + own + ">")) {
                for (String recipient : recipients(own)) {
                    if (passes(host, daemon, client, sender, recipient)) {
                        return Optional.of(new Finding(
                                Finding.Severity.ERROR,
                                host.configuration().file(),
                                0,
                                "open relay: the daemon " + daemon.name() + " takes mail from a stranger (" + client
                                        + ") for a stranger: MAIL FROM:" + sender + " RCPT TO:" + recipient
                                        + "; postern explain session says by which rule"));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> recipients(String own) {
        return List.of(
                "<b@" + TO + ">",
                "<b%" + TO + "@" + own + ">",
                "<\"b@" + TO + "\"@" + own + ">",
                "<" + TO + "!b@" + own + ">",
                "<@" + own + ":b@" + TO + ">",
                "<b@" + TO + "@" + own + ">",
                "<b@[192.0.2.78]>");
    }

    private static boolean passes(
            RehearsalHost host, PortOptions daemon, String client, String sender, String recipient) {
        SessionFacts facts = new SessionFacts(
                InetAddress.ofLiteral(client),
                Optional.empty(),
                Optional.of(FROM),
                Optional.empty(),
                Optional.empty(),
                Optional.of(sender),
                List.of(recipient),
                SessionFacts.Counts.FIRST);
        boolean taken = host.sessions().run(daemon, SMTP, facts).stream()
                .anyMatch(moment -> moment.name().equals("RCPT") && moment.good());
        return taken && leavesThisHost(host, recipient);
    }

    private static boolean leavesThisHost(RehearsalHost host, String recipient) {
        return host.rules()
                                .resolve(
                                        recipient,
                                        AddressUse.ENVELOPE_RECIPIENT,
                                        SessionMacros.above(host.configuration().scope()))
                        instanceof Resolution.ToMailer to
                && to.mailer().network();
    }
}
