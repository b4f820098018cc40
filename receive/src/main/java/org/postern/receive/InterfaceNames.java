package org.postern.receive;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.dns.Resolver;

/// The names of the own addresses that clients connect to: macro `{if_name}`. Each is asked for once; it does not
/// change while the daemon runs.
final class InterfaceNames {
    /// A host may listen on a whole network of addresses.
    private static final int MOST = 1000;

    private final Map<InetAddress, String> names = new ConcurrentHashMap<>();

    /// The name; the address in brackets when it has none.
    String of(InetAddress own, Resolver resolver) {
        String known = names.get(own);
        if (known != null) {
            return known;
        }
        String found = ask(own, resolver);
        if (names.size() < MOST) {
            names.put(own, found);
        }
        return found;
    }

    static String ask(InetAddress own, Resolver resolver) {
        ClientName name = ClientName.of(own, resolver);
        return name.shownName().isEmpty() ? "[" + name.address() + "]" : name.shownName();
    }
}
