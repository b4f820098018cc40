package org.postern.programs.audit;

import org.postern.dns.HostsTable;
import org.postern.programs.mta.HostNameProblem;

/// The name that this host has in mail, by its hosts file.
final class HostNameChecks implements Check {
    private static final String HOSTS = "/etc/hosts";
    private static final int LARGEST = 16 << 20;

    @Override
    public void look(Audited audited) {
        HostsTable hosts =
                audited.host().text(HOSTS, LARGEST).map(HostsTable::parse).orElse(HostsTable.empty());
        HostNameProblem.of(audited.configuration(), hosts)
                .ifPresent(problem -> audited.find(
                        Severity.MEDIUM,
                        "host-name",
                        HOSTS,
                        problem.text(),
                        "Mail goes out with this name, is answered to it, and waits or comes back when it is wrong",
                        new Mend.Command(problem.command())));
    }
}
