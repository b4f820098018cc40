package org.postern.deliver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.cf.AddressRules;
import org.postern.cf.CfClass;
import org.postern.cf.Configuration;
import org.postern.cf.MacroScope;
import org.postern.cf.Resolution;
import org.postern.dns.Resolver;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;

/// Says what would become of mail for an address, without sending any: the expansion and the search for hosts of a
/// real delivery.
public final class DeliveryRehearsal {
    private final Expansion expansion;
    private final HopFinder finder;

    /// @param rules those of the configuration
    /// @param files reads `.forward` and `:include:` files
    /// @param defaultUser who programs and files of aliases run as
    /// @param random orders hosts of equal preference
    public DeliveryRehearsal(
            Configuration configuration,
            AddressRules rules,
            Aliases aliases,
            LocalUsers users,
            UserFiles files,
            Resolver resolver,
            ControllingUser defaultUser,
            RandomGenerator random) {
        DeliveryLimits limits = DeliveryLimits.defaults();
        String host = configuration
                .scope()
                .macro("j")
                .map(text -> rules.expand(text, configuration.scope()))
                .orElse("localhost");
        this.expansion = new Expansion(
                rules, aliases, users, files, ExpansionSettings.of(configuration.options(), limits, host, defaultUser));
        CfClass own = configuration.classOf("w");
        this.finder =
                new HopFinder(resolver, own::contains, DeliverService.hopSettings(configuration, true), random, limits);
    }

    /// A step of the way from what the sender wrote to a leaf.
    ///
    /// @param address as it stands there
    /// @param list the list that it is a member of, as logs name it; empty for what the sender wrote
    /// @param origin the same for the helper
    /// @param rights whose programs and files that list has
    public record Step(
            String address, Optional<String> list, Optional<ListOrigin> origin, Optional<ControllingUser> rights) {}

    /// A host that would be tried.
    ///
    /// @param name as the log would show it
    /// @param addresses in the order of trying; empty when there are none
    /// @param trouble why there are none
    /// @param lastResort only when no other host can be reached
    public record Host(String name, List<InetAddress> addresses, Optional<String> trouble, boolean lastResort) {
        public Host {
            addresses = List.copyOf(addresses);
        }
    }

    /// What the mail comes to at one place.
    public sealed interface End {
        /// It is delivered there.
        ///
        /// @param hosts for mailers that connect to others; in the order of trying
        /// @param trouble why there is no host
        record To(Resolution.ToMailer route, List<Host> hosts, Optional<String> trouble) implements End {
            public To {
                hosts = List.copyOf(hosts);
            }
        }

        /// Its fate is known without a delivery.
        record Settled(String mailer, DeliveryOutcome outcome) implements End {}
    }

    /// A leaf of the tree.
    ///
    /// @param way from what the sender wrote to the leaf itself
    public record Leaf(List<Step> way, End end) {
        public Leaf {
            way = List.copyOf(way);
        }
    }

    /// The leaves of the tree of an address, in the order of delivery.
    ///
    /// @param address as a sender would write it
    /// @param macros of the message; the rules may write to them
    public List<Leaf> of(String address, MacroScope macros) {
        Envelope envelope = Envelope.builder(new QueueId("rehearsal"))
                .sender("<>")
                .recipients(List.of(Recipient.of(address)))
                .build();
        ExpansionResult result = expansion.expand(envelope, macros);
        List<Leaf> leaves = new ArrayList<>();
        for (ExpansionResult.Target target : result.targets()) {
            leaves.add(new Leaf(way(target.address()), end(target.route())));
        }
        for (ExpansionResult.Settled settled : result.settled()) {
            leaves.add(new Leaf(way(settled.address()), new End.Settled(settled.mailer(), settled.outcome())));
        }
        return leaves;
    }

    private static List<Step> way(ExpandedAddress leaf) {
        List<Step> way = new ArrayList<>();
        for (Optional<ExpandedAddress> at = Optional.of(leaf);
                at.isPresent();
                at = at.get().parent()) {
            ExpandedAddress here = at.get();
            way.addFirst(new Step(
                    here.recipient().address(),
                    here.origin().map(ListSource::text),
                    here.origin(),
                    here.recipient().controllingUser()));
        }
        return way;
    }

    private End end(Resolution.ToMailer route) {
        if (!route.mailer().network()) {
            return new End.To(route, List.of(), Optional.empty());
        }
        return switch (finder.find(route.host(), !route.mailer().has('0'))) {
            case HopAnswer.Hops hops ->
                new End.To(route, hops.hops().stream().map(this::host).toList(), Optional.empty());
            case HopAnswer.Nowhere(DeliveryOutcome outcome) -> new End.To(route, List.of(), Optional.of(text(outcome)));
        };
    }

    private Host host(Hop hop) {
        return switch (finder.addresses(hop)) {
            case HopFinder.Addresses.Found(List<InetAddress> list) ->
                new Host(hop.name(), list, Optional.empty(), hop.lastResort());
            case HopFinder.Addresses.Missing(DeliveryOutcome outcome) ->
                new Host(hop.name(), List.of(), Optional.of(text(outcome)), hop.lastResort());
        };
    }

    /// What an outcome says, in the words of the log.
    public static String text(DeliveryOutcome outcome) {
        return AddressVerifier.text(outcome);
    }
}
