package org.postern.receive;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.postern.base.Ascii;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;

/// What the name service says about the address of a client, as the rule sets see it (sendmail op guide §5.2).
///
/// @param address the address as text, without brackets: `127.0.0.1`, `IPv6:::1`
/// @param resolve `{client_resolve}`
/// @param pointer the PTR name, or the address in brackets when there is none: `{client_ptr}`
record ClientName(String address, Resolve resolve, String pointer) {
    /// The values of `{client_resolve}`.
    enum Resolve {
        /// The name leads back to the address.
        OK,
        /// There is no name.
        FAIL,
        /// The name does not lead back to the address.
        FORGED,
        /// The name service could not answer.
        TEMP
    }

    private static final int MAX_NAME = 255;
    private static final int MAX_POINTERS = 8;

    /// Asks the name service; the resolver bounds the time.
    static ClientName of(InetAddress address, Resolver resolver) {
        String text = textOf(address);
        String bracketed = "[" + text + "]";
        return switch (resolver.names(address)) {
            case DnsAnswer.Found<String> found -> confirmed(address, text, found, resolver);
            case DnsAnswer.TemporaryFailure<String> _ -> new ClientName(text, Resolve.TEMP, bracketed);
            case DnsAnswer.NoData<String> _ -> unnamed(text);
            case DnsAnswer.NoSuchName<String> _ -> unnamed(text);
        };
    }

    private static ClientName unnamed(String text) {
        return text.equals("127.0.0.1") || text.equals("IPv6:0:0:0:0:0:0:0:1")
                ? new ClientName(text, Resolve.OK, "localhost")
                : new ClientName(text, Resolve.FAIL, "[" + text + "]");
    }

    private static ClientName confirmed(
            InetAddress address, String text, DnsAnswer.Found<String> pointers, Resolver resolver) {
        String first = "";
        boolean temporary = false;
        for (String name : pointers.records()
                .subList(0, Math.min(MAX_POINTERS, pointers.records().size()))) {
            if (!isHostName(name)) {
                continue;
            }
            first = first.isEmpty() ? name : first;
            DnsAnswer<InetAddress> forward =
                    address instanceof Inet6Address ? resolver.ipv6Addresses(name) : resolver.ipv4Addresses(name);
            if (forward.records().contains(address)) {
                return new ClientName(text, Resolve.OK, name);
            }
            temporary |= forward instanceof DnsAnswer.TemporaryFailure<InetAddress>;
        }
        if (first.isEmpty()) {
            return unnamed(text);
        }
        return new ClientName(text, temporary ? Resolve.TEMP : Resolve.FORGED, first);
    }

    /// What DNS says is a peer's text: only what can be a host name is used.
    private static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Ascii.isLetter(c) && !Ascii.isDigit(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /// The address as sendmail writes it: IPv6 in full form without leading zeros, after `IPv6:`.
    static String textOf(InetAddress address) {
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        int scope = text.indexOf('%');
        return "IPv6:" + (scope < 0 ? text : text.substring(0, scope));
    }

    /// `{client_name}`: the name only when it is confirmed.
    String name() {
        return switch (resolve) {
            case OK -> pointer;
            case FAIL, FORGED, TEMP -> "[" + address + "]";
        };
    }

    /// True when the name is shown with `(may be forged)`.
    boolean forged() {
        return resolve == Resolve.FORGED;
    }

    /// The name that is shown; empty when there is none.
    String shownName() {
        return switch (resolve) {
            case OK, FORGED -> pointer;
            case FAIL, TEMP -> "";
        };
    }
}
