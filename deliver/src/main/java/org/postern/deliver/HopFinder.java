package org.postern.deliver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.postern.base.Ascii;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;
import org.postern.dns.Resolver.MailExchanger;
import org.postern.mail.DeliveryOutcome;

/// Finds the hosts for a host list of a mailer triple (RFC 5321 §5.1, sendmail op guide §5.1.4).
///
/// The rules, in order: the list is split at colons outside of brackets and each part stands for itself;
/// `[literal]` and `[host]` are taken as they are; else the MX records count, equal preferences in random order,
/// cut at the preference where this host itself appears; a domain without MX records is its own host;
/// FallbackMXhost follows.
final class HopFinder {
    private final Resolver resolver;
    private final Optional<HopFinder> first;
    private final Predicate<String> ownName;
    private final HopSettings settings;
    private final RandomGenerator random;
    private final int maxExchangers;
    private final int maxAddresses;

    /// @param ownName true for the names of this host (class w), asked in lower case without a final dot
    /// @param random orders exchangers of equal preference; must be safe for several threads
    HopFinder(
            Resolver resolver,
            Predicate<String> ownName,
            HopSettings settings,
            RandomGenerator random,
            DeliveryLimits limits) {
        this(resolver, Optional.empty(), ownName, settings, random, limits.exchangers(), limits.addressesPerHost());
    }

    private HopFinder(
            Resolver resolver,
            Optional<HopFinder> first,
            Predicate<String> ownName,
            HopSettings settings,
            RandomGenerator random,
            int maxExchangers,
            int maxAddresses) {
        this.resolver = resolver;
        this.first = first;
        this.ownName = ownName;
        this.settings = settings;
        this.random = random;
        this.maxExchangers = maxExchangers;
        this.maxAddresses = maxAddresses;
    }

    /// The same, with another resolver for messages that were never tried.
    HopFinder withFirst(Resolver other) {
        HopFinder atFirst =
                new HopFinder(other, Optional.empty(), ownName, settings, random, maxExchangers, maxAddresses);
        return new HopFinder(resolver, Optional.of(atFirst), ownName, settings, random, maxExchangers, maxAddresses);
    }

    /// The finder for a message.
    ///
    /// @param firstAttempt true when it was never tried
    HopFinder forAttempt(boolean firstAttempt) {
        return firstAttempt ? first.orElse(this) : this;
    }

    /// The hosts for a host list.
    ///
    /// @param hostList the host part of the triple
    /// @param lookUpExchangers false for mailers with flag `0`
    HopAnswer find(String hostList, boolean lookUpExchangers) {
        List<Hop> hops = new ArrayList<>();
        StringBuilder signature = new StringBuilder();
        Optional<DeliveryOutcome> problem = Optional.empty();
        for (String part : split(hostList)) {
            Optional<DeliveryOutcome> bad = add(part, lookUpExchangers, hops, signature.append('|'));
            problem = worse(problem, bad);
        }
        if (hops.size() > maxExchangers) {
            hops.subList(maxExchangers, hops.size()).clear();
        }
        boolean temporary =
                problem.filter(DeliveryOutcome.Deferred.class::isInstance).isPresent();
        if ((problem.isEmpty() || temporary) && settings.fallbackSmartHost().isPresent()) {
            hops.add(hostOrBracketed(settings.fallbackSmartHost().get()).asLastResort());
        }
        if (hops.isEmpty()) {
            return new HopAnswer.Nowhere(
                    problem.orElseGet(() -> DeliveryTexts.failed(3, 5, "Local configuration error", "")));
        }
        return new HopAnswer.Hops(hops, signature.toString());
    }

    private static Optional<DeliveryOutcome> worse(Optional<DeliveryOutcome> one, Optional<DeliveryOutcome> other) {
        return one.filter(DeliveryOutcome.Deferred.class::isInstance).isPresent() || other.isEmpty() ? one : other;
    }

    private Optional<DeliveryOutcome> add(
            String part, boolean lookUpExchangers, List<Hop> hops, StringBuilder signature) {
        if (part.startsWith("[") || !lookUpExchangers) {
            hops.add(hostOrBracketed(part));
            signature.append(Ascii.lower(part));
            return Optional.empty();
        }
        return switch (resolver.mailExchangers(Hop.withoutDot(part))) {
            case DnsAnswer.Found<MailExchanger> found -> addExchangers(part, found.records(), hops, signature);
            case DnsAnswer.NoData<MailExchanger> _ -> addHostItself(part, hops, signature);
            case DnsAnswer.NoSuchName<MailExchanger> _ -> addHostItself(part, hops, signature);
            case DnsAnswer.TemporaryFailure<MailExchanger> _ ->
                addFallback(hops) ? Optional.empty() : Optional.of(DeliveryTexts.nameServerFailure(part));
        };
    }

    private Optional<DeliveryOutcome> addHostItself(String part, List<Hop> hops, StringBuilder signature) {
        hops.add(Hop.host(part));
        signature.append(Ascii.lower(part));
        addFallback(hops);
        return Optional.empty();
    }

    private boolean addFallback(List<Hop> hops) {
        if (settings.fallbackExchanger().isEmpty()) {
            return false;
        }
        String fallback = settings.fallbackExchanger().get();
        if (!fallback.startsWith("[")
                && resolver.mailExchangers(Hop.withoutDot(fallback)) instanceof DnsAnswer.Found<MailExchanger> found) {
            for (MailExchanger exchanger : inOrder(found.records())) {
                hops.add(Hop.exchanger(exchanger.host()));
            }
            return true;
        }
        hops.add(hostOrBracketed(fallback));
        return true;
    }

    private Optional<DeliveryOutcome> addExchangers(
            String part, List<MailExchanger> records, List<Hop> hops, StringBuilder signature) {
        // a null exchanger beside others is a mistake (RFC 7505 §3)
        List<MailExchanger> named = records.stream()
                .filter(exchanger -> !exchanger.host().isEmpty())
                .toList();
        if (named.isEmpty()) {
            return Optional.of(DeliveryTexts.noMailAccepted());
        }
        List<MailExchanger> usable = cutAtOwnName(inOrder(named));
        if (usable.isEmpty()) {
            if (!settings.useHostWhenBestExchanger()) {
                return Optional.of(DeliveryTexts.loopsBack(part));
            }
            return addHostItself(part, hops, signature);
        }
        Set<String> seen = new HashSet<>();
        List<String> marks = new ArrayList<>();
        for (MailExchanger exchanger : usable) {
            if (seen.add(Ascii.lower(exchanger.host()))) {
                hops.add(Hop.exchanger(exchanger.host()));
                marks.add(exchanger.preference() + " " + Ascii.lower(exchanger.host()));
            }
        }
        marks.sort(Comparator.naturalOrder());
        signature.append(marks);
        if (usable.size() == named.size()) {
            addFallback(hops);
        }
        return Optional.empty();
    }

    private List<MailExchanger> inOrder(List<MailExchanger> records) {
        List<MailExchanger> order = new ArrayList<>(records);
        for (int i = order.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            MailExchanger moved = order.get(i);
            order.set(i, order.get(other));
            order.set(other, moved);
        }
        order.sort(Comparator.comparingInt(MailExchanger::preference));
        return order.size() > maxExchangers ? order.subList(0, maxExchangers) : order;
    }

    private List<MailExchanger> cutAtOwnName(List<MailExchanger> order) {
        int own = Integer.MAX_VALUE;
        for (MailExchanger exchanger : order) {
            if (ownName.test(Ascii.lower(exchanger.host()))) {
                own = Math.min(own, exchanger.preference());
            }
        }
        int limit = own;
        return order.stream()
                .filter(exchanger -> exchanger.preference() < limit)
                .toList();
    }

    private static Hop hostOrBracketed(String text) {
        return text.startsWith("[") ? Hop.bracketed(text) : Hop.host(text);
    }

    /// The parts of a host list; a colon inside brackets belongs to an IPv6 literal.
    static List<String> split(String hostList) {
        if (hostList.indexOf(':') < 0) {
            return List.of(hostList);
        }
        List<String> parts = new ArrayList<>();
        boolean inBrackets = false;
        int start = 0;
        for (int i = 0; i <= hostList.length(); i++) {
            char c = i == hostList.length() ? ':' : hostList.charAt(i);
            if (c == '[') {
                inBrackets = true;
            } else if (c == ']') {
                inBrackets = false;
            } else if (c == ':' && (!inBrackets || i == hostList.length())) {
                if (i > start) {
                    parts.add(hostList.substring(start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    /// The addresses of a host in the order of trying.
    Addresses addresses(Hop hop) {
        if (hop.literal().isPresent()) {
            return new Addresses.Found(List.of(hop.literal().get()));
        }
        DnsAnswer<InetAddress> answer =
                settings.lookUpIpv6() ? resolver.addresses(hop.lookupName()) : resolver.ipv4Addresses(hop.lookupName());
        return switch (answer) {
            case DnsAnswer.Found<InetAddress> found -> allowed(hop, found.records());
            case DnsAnswer.NoData<InetAddress> _ -> new Addresses.Missing(DeliveryTexts.hostUnknown(hop.name(), true));
            case DnsAnswer.NoSuchName<InetAddress> _ ->
                new Addresses.Missing(DeliveryTexts.hostUnknown(hop.name(), false));
            case DnsAnswer.TemporaryFailure<InetAddress> _ ->
                new Addresses.Missing(DeliveryTexts.nameServerFailure(hop.name()));
        };
    }

    private Addresses allowed(Hop hop, List<InetAddress> found) {
        List<InetAddress> good = new ArrayList<>();
        for (InetAddress address : found) {
            boolean own = address.isLoopbackAddress() || address.isAnyLocalAddress();
            if (good.size() < maxAddresses && (!own || !hop.exchanger() || settings.allowLoopbackExchangers())) {
                good.add(address);
            }
        }
        return good.isEmpty() ? new Addresses.Missing(DeliveryTexts.loopsBack(hop.name())) : new Addresses.Found(good);
    }

    /// What this host says it is on an interface: the name of its address, when the name service has one.
    String nameOf(InetAddress own, String otherwise) {
        if (own.isLoopbackAddress()) {
            return otherwise;
        }
        return resolver.names(own).records().stream().findFirst().orElse(otherwise);
    }

    /// The addresses of one host.
    sealed interface Addresses {
        /// At least one.
        record Found(List<InetAddress> list) implements Addresses {}

        /// None that may be used.
        record Missing(DeliveryOutcome outcome) implements Addresses {}
    }
}
