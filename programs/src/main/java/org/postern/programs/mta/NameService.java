package org.postern.programs.mta;

import java.nio.file.Path;
import org.postern.base.Clock;
import org.postern.dns.DnsResolver;
import org.postern.dns.DnsSettings;
import org.postern.dns.HostsTable;
import org.postern.dns.ResolvConf;
import org.postern.dns.Resolver;
import org.postern.dns.ServiceSwitch;
import org.postern.dns.SwitchedResolver;

/// The name service as this host is set up: the hosts file, then the servers of resolv.conf.
public final class NameService {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path HOSTS = Path.of("/etc/hosts");

    private static final int LARGEST_HOSTS = 16 << 20;

    private NameService() {}

    /// A resolver with its own cache.
    public static Resolver ofThisHost(Clock clock) {
        return new SwitchedResolver(
                hosts(), new DnsResolver(DnsSettings.of(readConf()), clock), ServiceSwitch.standard());
    }

    private static HostsTable hosts() {
        try {
            return HostsTable.read(HOSTS, LARGEST_HOSTS);
        } catch (java.io.IOException missing) {
            return HostsTable.parse("");
        }
    }

    private static ResolvConf readConf() {
        try {
            return ResolvConf.read(RESOLV_CONF);
        } catch (java.io.IOException missing) {
            // As the C library: without the file, a server on this machine.
            return ResolvConf.parse("");
        }
    }
}
