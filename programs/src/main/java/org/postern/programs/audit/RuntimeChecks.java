package org.postern.programs.audit;

import java.util.List;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;

/// What runs on this host now; nothing can be said of a host below a folder.
final class RuntimeChecks implements Check {
    private static final int MOST_PROCESSES = 100_000;
    private static final int LONGEST = 1 << 16;

    @Override
    public void look(Audited audited) {
        String statistics = audited.options().text(CfOption.STATUS_FILE);
        if (statistics.startsWith("/") && audited.host().find(statistics).isEmpty()) {
            audited.find(
                    Severity.INFO,
                    "statistics-missing",
                    statistics,
                    "StatusFile is not there, so mailstats has nothing to show",
                    "sendmail writes it only where it exists",
                    new Mend.Command("touch " + Mend.quoted(statistics) + " && chmod 0600 " + Mend.quoted(statistics)));
        }
        if (!audited.host().isThisHost() || audited.submission().isEmpty()) {
            return;
        }
        boolean running = audited.host().list("/proc", MOST_PROCESSES).stream()
                .map(AuditHost.Place::path)
                .filter(path -> Ascii.isDigit(path.charAt(path.lastIndexOf('/') + 1)))
                .anyMatch(path -> isClientRunner(audited, path));
        if (!running) {
            audited.find(
                    Severity.INFO,
                    "client-queue-runner-missing",
                    "submit.cf",
                    "nothing sends on the mail that local programs left while the server was down",
                    "It waits until somebody notices",
                    new Mend.Command("sendmail -L sm-msp-queue -Ac -q30m"));
        }
    }

    private static boolean isClientRunner(Audited audited, String process) {
        List<String> words = audited.host()
                .bytes(process + "/cmdline", LONGEST)
                .map(Ascii::text)
                .map(text -> List.of(text.split("\0", -1)))
                .orElse(List.of());
        return words.contains("-Ac") && words.stream().anyMatch(word -> word.startsWith("-q"));
    }
}
