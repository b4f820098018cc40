package org.postern.programs.mta;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final Path SWITCH = Path.of("/etc/nsswitch.conf");
    private static final Path HOSTS = Path.of("/etc/hosts");

    private static final int LARGEST_HOSTS = 16 << 20;

    private NameService() {}

    /// A resolver with its own cache.
    public static Resolver ofThisHost(Clock clock) {
        return new SwitchedResolver(hosts(), new DnsResolver(DnsSettings.of(readConf()), clock), serviceSwitch());
    }

    private static HostsTable hosts() {
        try {
            return HostsTable.read(HOSTS, LARGEST_HOSTS);
        } catch (IOException missing) {
            return HostsTable.parse("");
        }
    }

    /// The order of nsswitch.conf, which the C library follows for sendmail; without one, the hosts file first.
    private static ServiceSwitch serviceSwitch() {
        StringBuilder order = new StringBuilder("hosts");
        try {
            for (String line : Files.readAllLines(SWITCH, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("hosts:")) {
                    for (String word : line.substring("hosts:".length()).strip().split("\\s+", -1)) {
                        if (word.equals("files") || word.equals("dns")) {
                            order.append(' ').append(word);
                        }
                    }
                }
            }
        } catch (IOException missing) {
            return ServiceSwitch.parse("hosts files dns\n");
        }
        boolean empty = order.indexOf(" ") < 0;
        return ServiceSwitch.parse(empty ? "hosts files dns\n" : order + "\n");
    }

    private static ResolvConf readConf() {
        try {
            return ResolvConf.read(RESOLV_CONF);
        } catch (IOException missing) {
            // As the C library: without the file, a server on this machine.
            return ResolvConf.parse("");
        }
    }
}
