package org.postern.deliver;

import java.util.Optional;

/// What the configuration says about finding hosts and talking to them.
///
/// @param fallbackExchanger FallbackMXhost: tried after all exchangers of a domain
/// @param fallbackSmartHost FallbackSmartHost: tried when no other host could be reached or found
/// @param useHostWhenBestExchanger TryNullMXList: when this host is the best exchanger of a domain, connect to the
///     domain's own address
/// @param lookUpIpv6 false asks for IPv4 addresses only
/// @param allowLoopbackExchangers true lets an MX record name a host on this machine; sendmail looks at names only, we
///     also refuse by address unless this is set
/// @param chunking messages go in chunks (BDAT, RFC 3030) to hosts that offer it
public record HopSettings(
        Optional<String> fallbackExchanger,
        Optional<String> fallbackSmartHost,
        boolean useHostWhenBestExchanger,
        boolean lookUpIpv6,
        boolean allowLoopbackExchangers,
        boolean chunking) {
    /// Nothing configured.
    public static final HopSettings PLAIN =
            new HopSettings(Optional.empty(), Optional.empty(), false, true, false, true);
}
