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
import org.postern.cf.RuleDecision;
import org.postern.cf.SessionMacros;
import org.postern.dns.TableResolver;
import org.postern.maps.EntrySource;
import org.postern.os.Accounts;
import org.postern.programs.mta.RehearsalHost;
import org.postern.receive.HostCondition;
import org.postern.receive.SessionFacts;
import org.postern.receive.SessionMoment;
import org.postern.receive.SessionRehearsal;

/// Whether strangers can send to strangers: each daemon is asked by outside addresses, in all the ways that relays have
/// been fooled with. `postern check-config` and `postern audit` ask it.
///
/// The names of the strangers are known to a name service of our own, so that no rule refuses them because they do not
/// exist, and nobody is asked.
public final class RelayProbe {
    private static final String FROM = "stranger.postern-probe.example";
    private static final String TO = "elsewhere.postern-probe.example";
    private static final String TO_ADDRESS = "198.51.100.78";

    /// Addresses in the networks for documentation (RFC 5737, RFC 3849).
    private static final String CLIENT = "203.0.113.77";

    private static final String CLIENT_V6 = "2001:db8::77";

    private static final int SMTP = 25;
    private static final TableResolver NAMES = TableResolver.parse("""
            stranger.postern-probe.example MX 10 stranger.postern-probe.example
            stranger.postern-probe.example A 203.0.113.77
            stranger.postern-probe.example AAAA 2001:db8::77
            elsewhere.postern-probe.example MX 10 elsewhere.postern-probe.example
            elsewhere.postern-probe.example A 198.51.100.78
            203.0.113.77 PTR stranger.postern-probe.example
            2001:db8::77 PTR stranger.postern-probe.example
            """);

    private final RehearsalHost host;
    private final SessionRehearsal sessions;
    private final String own;

    private RelayProbe(RehearsalHost host) {
        this.host = host;
        this.sessions = host.sessions(HostCondition.calm());
        this.own = host.configuration()
                .scope()
                .macro("j")
                .map(text -> host.rules().expand(text, host.configuration().scope()))
                .orElse("localhost");
    }

    /// A way through one daemon.
    ///
    /// @param daemon its name
    /// @param client the address of the stranger
    /// @param sender as in MAIL FROM
    /// @param recipient as in RCPT TO
    /// @param bySender true when only the sender opens it: a stranger that says who he is does not pass
    /// @param entry where the entry of a map stands that lets it pass; empty when there is none
    public record Way(
            String daemon,
            String client,
            String sender,
            String recipient,
            boolean bySender,
            Optional<EntrySource.Place> entry) {}

    /// A recipient that was not refused, and the entry that decided.
    private record Taken(String recipient, Optional<EntrySource.Place> entry) {}

    /// The first way through each daemon that has one.
    ///
    /// @param accounts the users of the host that the configuration is for
    public static List<Way> of(Configuration configuration, Accounts accounts, Clock clock) {
        RelayProbe probe =
                new RelayProbe(RehearsalHost.trusting(configuration, NAMES, accounts, clock, EventSink.none()));
        List<Way> ways = new ArrayList<>();
        for (PortOptions daemon : configuration.options().daemons()) {
            if (daemon.family() != PortOptions.Family.UNIX) {
                probe.through(daemon).ifPresent(ways::add);
            }
        }
        return ways;
    }

    /// All spellings for a stranger who says who he is; then the other clients and senders, for whom one is enough.
    private Optional<Way> through(PortOptions daemon) {
        String stranger = "<a@" + FROM + ">";
        List<String> spellings = recipients();
        List<String> plain = spellings.subList(0, 1);
        Optional<Way> way = through(daemon, CLIENT, stranger, spellings, false)
                .or(() -> through(daemon, CLIENT_V6, stranger, plain, false));
        for (String sender : List.of("<>", "<postmaster@" + own + ">", "<postmaster>")) {
            way = way.or(() -> through(daemon, CLIENT, sender, plain, true));
        }
        return way;
    }

    private Optional<Way> through(
            PortOptions daemon, String client, String sender, List<String> recipients, boolean bySender) {
        return taken(daemon, client, sender, recipients).stream()
                .filter(one -> leavesThisHost(one.recipient()))
                .map(one -> new Way(daemon.name(), client, sender, one.recipient(), bySender, one.entry()))
                .findFirst();
    }

    private List<String> recipients() {
        String stranger = "b@" + TO;
        return List.of(
                "<" + stranger + ">",
                "<b%" + TO + "@" + own + ">",
                "<\"" + stranger + "\"@" + own + ">",
                "<\"b%" + TO + "\">",
                "<@" + own + ":" + stranger + ">",
                "<" + TO + "!b@" + own + ">",
                "<" + TO + "!b>",
                "<" + stranger + "@" + own + ">",
                "<b%" + TO + "@[127.0.0.1]>",
                "<\"" + stranger + "\">",
                "<b@[" + TO_ADDRESS + "]>");
    }

    /// The recipients that are not refused. A session that the server ends goes on in the next one.
    private List<Taken> taken(PortOptions daemon, String client, String sender, List<String> recipients) {
        List<Taken> taken = new ArrayList<>();
        List<String> left = recipients;
        while (!left.isEmpty()) {
            SessionFacts facts = new SessionFacts(
                    InetAddress.ofLiteral(client),
                    Optional.empty(),
                    Optional.of(FROM),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(sender),
                    left,
                    SessionFacts.Counts.FIRST);
            List<SessionMoment> asked = sessions.run(daemon, SMTP, facts).stream()
                    .filter(moment -> moment.name().equals("RCPT"))
                    .toList();
            for (int i = 0; i < asked.size(); i++) {
                if (asked.get(i).good()) {
                    taken.add(new Taken(left.get(i), entry(asked.get(i))));
                }
            }
            left = asked.isEmpty() ? List.of() : left.subList(asked.size(), left.size());
        }
        return taken;
    }

    private Optional<EntrySource.Place> entry(SessionMoment moment) {
        return moment.cause() instanceof SessionMoment.Cause.ByRules(String _, RuleDecision decision)
                ? decision.entry().flatMap(found -> host.entries().find(found.map(), found.key()))
                : Optional.empty();
    }

    private boolean leavesThisHost(String recipient) {
        return host.rules()
                                .resolve(
                                        recipient,
                                        AddressUse.ENVELOPE_RECIPIENT,
                                        SessionMacros.above(host.configuration().scope()))
                        instanceof Resolution.ToMailer to
                && to.mailer().network()
                && List.of(to.host(), to.user()).stream()
                        .anyMatch(part -> part.contains(TO) || part.contains(TO_ADDRESS));
    }
}
