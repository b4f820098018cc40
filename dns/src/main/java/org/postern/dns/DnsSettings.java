package org.postern.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The limits and servers of a [DnsResolver].
///
/// @param servers asked in this order
/// @param timeout how long one server may take for one question, over UDP and then TCP each
/// @param attempts how often the list of servers is gone through
/// @param cacheEntries answers kept at most; 0 keeps none
/// @param longestTtl no answer is kept longer, whatever its TTL
/// @param longestNegativeTtl the same for "no such name" and "no data" (RFC 2308 §5)
/// @param mostRecords records of one answer at most; of more mail exchangers the preferred ones stay
/// @param mostAliases CNAME records followed at most for one question
/// @param mostQuestions questions under way at the same time at most; more wait for their turn
/// @param trustAuthenticated true when the way to the servers is safe, so that their word for DNSSEC counts (RFC 6840
///     §5.8; `options trust-ad`)
/// @param modes what sendmail's ResolverOptions change
public record DnsSettings(
        List<InetSocketAddress> servers,
        Duration timeout,
        int attempts,
        int cacheEntries,
        Duration longestTtl,
        Duration longestNegativeTtl,
        int mostRecords,
        int mostAliases,
        int mostQuestions,
        boolean trustAuthenticated,
        Set<Mode> modes) {
    /// What ResolverOptions may ask for; none by default.
    public enum Mode {
        /// `+USEVC`: all questions go over TCP.
        TCP_ONLY,
        /// `-RECURSE`: the servers are asked for what they know themselves.
        NOT_RECURSIVE
    }

    private static final int DOMAIN_PORT = 53;

    public DnsSettings {
        servers = List.copyOf(servers);
        modes = Set.copyOf(modes);
        if (servers.isEmpty() || attempts < 1 || mostRecords < 1 || mostAliases < 0 || mostQuestions < 1) {
            throw new IllegalArgumentException("no server, attempt, record or question is allowed");
        }
        if (timeout.isNegative() || timeout.isZero() || cacheEntries < 0) {
            throw new IllegalArgumentException("a limit is not positive");
        }
    }

    /// The settings for these servers, with sendmail's defaults where it has some: 5 s, 2 attempts (Timeout.resolver
    /// options), 100 mail exchangers; and 8 aliases, 10000 cached answers, a day, 15 minutes, 500 questions.
    public static DnsSettings forServers(List<InetSocketAddress> servers) {
        return new DnsSettings(
                servers,
                Duration.ofSeconds(5),
                2,
                10_000,
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                100,
                8,
                500,
                false,
                Set.of());
    }

    /// The settings of this machine, read from a `resolv.conf`.
    public static DnsSettings of(ResolvConf conf) {
        List<InetSocketAddress> servers = conf.servers().stream()
                .map((InetAddress address) -> new InetSocketAddress(address, DOMAIN_PORT))
                .toList();
        DnsSettings defaults = forServers(servers);
        return new DnsSettings(
                servers,
                conf.timeout(),
                conf.attempts(),
                defaults.cacheEntries(),
                defaults.longestTtl(),
                defaults.longestNegativeTtl(),
                defaults.mostRecords(),
                defaults.mostAliases(),
                defaults.mostQuestions(),
                conf.trustAuthenticated(),
                Set.of());
    }

    /// The same with other times (sendmail's Timeout.resolver.retrans and Timeout.resolver.retry).
    public DnsSettings withTimes(Duration otherTimeout, int otherAttempts) {
        return new DnsSettings(
                servers,
                otherTimeout,
                otherAttempts,
                cacheEntries,
                longestTtl,
                longestNegativeTtl,
                mostRecords,
                mostAliases,
                mostQuestions,
                trustAuthenticated,
                modes);
    }

    /// The same with these modes.
    public DnsSettings withModes(Set<Mode> others) {
        return new DnsSettings(
                servers,
                timeout,
                attempts,
                cacheEntries,
                longestTtl,
                longestNegativeTtl,
                mostRecords,
                mostAliases,
                mostQuestions,
                trustAuthenticated,
                others);
    }
}
