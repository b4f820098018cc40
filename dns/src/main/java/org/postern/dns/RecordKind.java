package org.postern.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// A type of records and what a record of it becomes.
///
/// @param code the number of the type (RFC 1035 §3.2.2, RFC 3596)
/// @param value the class of what [Resolver] gives for it
/// @param <T> the same as a type
record RecordKind<T>(int code, Class<T> value) {
    static final RecordKind<InetAddress> A = new RecordKind<>(1, InetAddress.class);
    static final RecordKind<String> CNAME = new RecordKind<>(5, String.class);
    static final RecordKind<String> PTR = new RecordKind<>(12, String.class);
    static final RecordKind<Resolver.MailExchanger> MX = new RecordKind<>(15, Resolver.MailExchanger.class);
    static final RecordKind<String> TXT = new RecordKind<>(16, String.class);
    static final RecordKind<InetAddress> AAAA = new RecordKind<>(28, InetAddress.class);

    static final RecordKind<String> NS = new RecordKind<>(2, String.class);
    static final RecordKind<String> AFSDB = new RecordKind<>(18, String.class);
    static final RecordKind<String> SRV = new RecordKind<>(33, String.class);

    static final RecordKind<Resolver.CertificateAssociation> TLSA =
            new RecordKind<>(52, Resolver.CertificateAssociation.class);

    /// The kind of a record that names a host.
    static RecordKind<String> of(Resolver.Pointer pointer) {
        return switch (pointer) {
            case NAME_SERVER -> NS;
            case CELL_SERVER -> AFSDB;
            case SERVICE -> SRV;
        };
    }

    /// True when an address has the family that the type promises; an IPv4 address in IPv6 clothes does not.
    boolean fits(InetAddress address) {
        return code == 1 ? address instanceof Inet4Address : address instanceof Inet6Address;
    }
}
