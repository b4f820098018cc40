package org.postern.programs.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.os.Terminal;
import org.postern.programs.Invocation;
import org.postern.programs.mta.HostIdentity;
import org.postern.programs.terminal.Paint;

/// `postern audit`: looks at everything that the talk "Sendmail Security" advises, and more, and says what to do.
public final class AuditProgram {
    /// How it is called.
    public static final String USAGE = AuditOptions.USAGE;

    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final int COULD_NOT_LOOK = 2;
    private static final int MOST_FINDINGS = 2000;
    private static final int LARGEST_FILE = 64 << 20;

    /// In the order in which their findings of one severity are shown.
    private static final List<Check> CHECKS = List.of(
            new FileChecks(),
            new AccessListChecks(),
            new QueueChecks(),
            new RelayChecks(),
            new IdentityChecks(),
            new AliasChecks(),
            new ProgramChecks(),
            new TlsChecks(),
            new UserChecks(),
            new MailboxChecks(),
            new OptionChecks(),
            new PortChecks(),
            new HostNameChecks(),
            new SecretChecks(),
            new ProfileChecks(),
            new VersionChecks(),
            new RuntimeChecks());

    private final Invocation invocation;
    private final Clock clock;

    /// The command.
    public AuditProgram(Invocation invocation, Clock clock) {
        this.invocation = invocation;
        this.clock = clock;
    }

    /// Runs it.
    ///
    /// @param words what follows `audit`
    /// @return 0 when nothing was found, 1 when something was, 2 when it could not look
    public int run(List<String> words) {
        return switch (AuditOptions.parse(words)) {
            case AuditOptions.Result.Wrong(String message) -> {
                invocation.error().print("postern audit: " + message + "\n" + AuditOptions.USAGE);
                yield COULD_NOT_LOOK;
            }
            case AuditOptions.Result.Parsed(AuditOptions options) -> run(options);
        };
    }

    private int run(AuditOptions options) {
        Path root = Path.of(options.root()).toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            invocation.error().println("postern audit: " + options.root() + " is no directory");
            return COULD_NOT_LOOK;
        }
        Optional<AuditReport> report = report(options, root);
        if (report.isEmpty()) {
            return COULD_NOT_LOOK;
        }
        show(options, report.get());
        report.get().notes(invocation.error());
        if (options.fix()) {
            boolean all = mend(options, root, report.get());
            invocation.output().flush();
            return all ? CLEAN : FOUND;
        }
        invocation.output().flush();
        return report.get().findings().isEmpty() ? CLEAN : FOUND;
    }

    /// Looks, for this command and for reports.
    ///
    /// @param configuration the `sendmail.cf`
    /// @return `SEVERITY path: text (fix: ...)` for each finding that is at least medium; empty when the host
    ///     cannot be looked at
    public Optional<List<String>> lines(String configuration) {
        AuditOptions options =
                new AuditOptions(configuration, "/", Optional.empty(), false, false, false, Severity.MEDIUM);
        return report(options, Path.of("/"))
                .map(report -> report.findings().stream().map(Finding::line).toList());
    }

    private Optional<AuditReport> report(AuditOptions options, Path root) {
        Findings findings = new Findings(MOST_FINDINGS);
        AuditHost host = new AuditHost(root, findings);
        AuditFiles files = new AuditFiles(host, LARGEST_FILE);
        String file = options.configuration().startsWith("/")
                ? options.configuration()
                : Path.of(options.configuration()).toAbsolutePath().toString();
        Configuration configuration = read(file, files, root);
        if (configuration.fatal().isPresent()) {
            invocation
                    .error()
                    .println("postern audit: " + configuration.fatal().get().text());
            return Optional.empty();
        }
        String beside = file.substring(0, file.lastIndexOf('/') + 1) + "submit.cf";
        Optional<Configuration> submission = host.find(beside).isPresent()
                ? Optional.of(read(beside, new AuditFiles(host, LARGEST_FILE), root))
                : Optional.empty();
        Audited audited = new Audited(host, configuration, files, submission, options.profile(), clock, findings);
        CHECKS.forEach(check -> check.look(audited));
        List<Finding> shown = findings.sorted().stream()
                .filter(finding -> finding.severity().atLeast(options.severity()))
                .toList();
        return Optional.of(new AuditReport(shown, findings.unread(), findings.isCut()));
    }

    private static Configuration read(String file, AuditFiles files, Path root) {
        return new ConfigurationReader(files, HostIdentity.below(root).startingPoint(), files)
                .read(file, new ConfigurationOverrides(List.of()));
    }

    private void show(AuditOptions options, AuditReport report) {
        if (options.json()) {
            invocation.output().print(report.json().pretty());
        } else if (Terminal.isTerminal(1)) {
            report.grouped(invocation.output(), Paint.ofOutput(invocation.environment()));
        } else {
            report.lines(invocation.output());
        }
    }

    /// Mends what is safe, after asking.
    ///
    /// @return true when nothing is left to do
    private boolean mend(AuditOptions options, Path root, AuditReport report) {
        Mender mender = new Mender(new AuditHost(root, new Findings(MOST_FINDINGS)));
        boolean all = true;
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(invocation.input(), StandardCharsets.ISO_8859_1));
        for (Finding finding : report.findings()) {
            String command = finding.mend().command();
            if (!finding.mend().safe() || !(options.yes() || agreed(answers, command))) {
                all = false;
                continue;
            }
            Optional<String> failed = mender.mend(finding.mend());
            all &= failed.isEmpty();
            PrintStream out = options.json() ? invocation.error() : invocation.output();
            out.println(failed.map(why -> "not done: " + command + ": " + why).orElse("done: " + command));
        }
        return all;
    }

    private boolean agreed(BufferedReader answers, String command) {
        invocation.error().print(command + " ? [y/N] ");
        invocation.error().flush();
        try {
            String answer = answers.readLine();
            return answer != null && Ascii.lower(answer.strip()).startsWith("y");
        } catch (IOException gone) {
            return false;
        }
    }
}
