package org.postern.maps;

import java.net.InetAddress;
import java.util.Optional;

/// What the hosts file of the machine says; `host` maps ask it as the service switch orders.
public interface HostFiles {
    /// The canonical (first) name of the line that has this name, case ignored.
    Optional<String> canonicalName(String host);

    /// The canonical name of the line with this address.
    Optional<String> nameOf(InetAddress address);

    /// A table without entries.
    static HostFiles empty() {
        return new HostFiles() {
            @Override
            public Optional<String> canonicalName(String host) {
                return Optional.empty();
            }

            @Override
            public Optional<String> nameOf(InetAddress address) {
                return Optional.empty();
            }
        };
    }
}
