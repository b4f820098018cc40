package org.postern.dns;

import java.net.InetAddress;
import java.util.List;

/// Look-ups in the name service. Names are absolute, without a final dot; no search list is applied.
///
/// Implementations: the DNS client, and one from fixed tables for tests; both obey `ResolverContract`.
public interface Resolver {
    /// The mail exchangers of a domain (RFC 5321 §5.1), in no order.
    DnsAnswer<MailExchanger> mailExchangers(String domain);

    /// The IPv4 addresses of a host.
    DnsAnswer<InetAddress> ipv4Addresses(String host);

    /// The IPv6 addresses of a host.
    DnsAnswer<InetAddress> ipv6Addresses(String host);

    /// The names of an address (PTR).
    DnsAnswer<String> names(InetAddress address);

    /// The TXT strings of a name, each joined from its pieces.
    DnsAnswer<String> texts(String name);

    /// The name that a CNAME of this name points to, one step.
    DnsAnswer<String> alias(String name);

    /// The hosts that further kinds of records name, without final dots.
    default DnsAnswer<String> hosts(String name, Pointer pointer) {
        return new DnsAnswer.TemporaryFailure<>("this resolver has no records that name hosts");
    }

    /// The TLSA records of a name (RFC 6698).
    default DnsAnswer<CertificateAssociation> certificates(String name) {
        return new DnsAnswer.TemporaryFailure<>("this resolver has no TLSA records");
    }

    /// One TLSA record (RFC 6698 §2.1).
    ///
    /// @param usage 0 to 255, as are the next two
    /// @param data hexadecimal digits, two for each byte, in lower case
    record CertificateAssociation(int usage, int selector, int matchingType, String data) {}

    /// Records, besides those of mail, that name a host.
    enum Pointer {
        /// NS (RFC 1035 §3.3.11).
        NAME_SERVER,
        /// AFSDB (RFC 1183 §1).
        CELL_SERVER,
        /// SRV (RFC 2782): the target alone.
        SERVICE
    }

    /// One MX record.
    ///
    /// @param preference lower is tried first
    /// @param host without a final dot; empty for the null MX (RFC 7505)
    record MailExchanger(int preference, String host) {}

    /// Addresses of both families, those of IPv6 first.
    default DnsAnswer<InetAddress> addresses(String host) {
        return DnsAnswer.joined(List.of(ipv6Addresses(host), ipv4Addresses(host)));
    }
}
