package org.postern.programs.audit;

import java.util.List;
import java.util.stream.Collectors;
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
        if (!audited.host().isThisHost()) {
            return;
        }
        List<Running> processes = audited.host().list("/proc", MOST_PROCESSES).stream()
                .map(AuditHost.Place::path)
                .filter(path -> Ascii.isDigit(path.charAt(path.lastIndexOf('/') + 1)))
                .map(path -> new Running(path.substring(path.lastIndexOf('/') + 1), words(audited, path)))
                .toList();
        processes.stream()
                .filter(process -> isUnlabelledDaemon(process.words()))
                .findFirst()
                .ifPresent(daemon -> audited.find(
                        Severity.INFO,
                        "daemon-label-missing",
                        "sendmail -bd",
                        "the server was started without -L: its lines in the log look like those of any sendmail command",
                        "What the server said, and what a user's command said, cannot be told apart",
                        daemon.withLabel()));
        boolean running = processes.stream().anyMatch(process -> isClientRunner(process.words()));
        if (audited.submission().isPresent() && !running) {
            audited.find(
                    Severity.INFO,
                    "client-queue-runner-missing",
                    "submit.cf",
                    "nothing sends on the mail that local programs left while the server was down",
                    "It waits until somebody notices",
                    new Mend.Command("sendmail -L sm-msp-queue -Ac -q30m"));
        }
    }

    /// A process.
    ///
    /// @param id its number
    /// @param words its command line
    record Running(String id, List<String> words) {
        /// Ends this server and starts one like it with a label.
        Mend withLabel() {
            int name = 0;
            while (name < words.size() - 1 && !isSendmail(words.get(name))) {
                name++;
            }
            String arguments = words.subList(name + 1, words.size()).stream()
                    .filter(word -> !word.isEmpty())
                    .map(word -> " " + Mend.quoted(word))
                    .collect(Collectors.joining());
            return new Mend.Command("kill " + id + "; while kill -0 " + id + " 2>/dev/null; do sleep 1; done; "
                    + Mend.quoted(words.get(name)) + " -L sm-mta" + arguments);
        }
    }

    private static boolean isSendmail(String word) {
        return word.equals("sendmail") || word.endsWith("/sendmail");
    }

    private static List<String> words(Audited audited, String process) {
        return audited.host()
                .bytes(process + "/cmdline", LONGEST)
                .map(Ascii::text)
                .map(text -> List.of(text.split("\0", -1)))
                .orElse(List.of());
    }

    private static boolean isClientRunner(List<String> words) {
        return words.contains("-Ac") && words.stream().anyMatch(word -> word.startsWith("-q"));
    }

    /// True for a daemon whose command line can be seen and has no `-L`. (The real one hides its own.)
    static boolean isUnlabelledDaemon(List<String> words) {
        boolean daemon = words.contains("-bd") || words.contains("-bD");
        boolean sendmail = words.stream().anyMatch(RuntimeChecks::isSendmail);
        return daemon && sendmail && words.stream().noneMatch(word -> word.startsWith("-L"));
    }
}
