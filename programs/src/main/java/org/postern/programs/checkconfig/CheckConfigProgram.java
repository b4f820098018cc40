package org.postern.programs.checkconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.cf.RuleLint;
import org.postern.dns.TableResolver;
import org.postern.m4.FileSource;
import org.postern.m4.M4Limits;
import org.postern.mc.McCompiler;
import org.postern.mc.McDiagnostic;
import org.postern.mc.McResult;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;

/// `postern check-config`.
///
/// Exit codes: 0 nothing but notes, 1 something to mend, else those of `sysexits.h`.
public final class CheckConfigProgram {
    private static final String USAGE = "usage: postern check-config [--json] [FILE.cf | FILE.mc]\n";
    private static final Path USUAL = Path.of("/etc/mail/sendmail.cf");
    private static final int TO_MEND = 1;
    private static final int LONGEST = 16 << 20;

    private final Invocation invocation;
    private final Path start;
    private final Accounts accounts;
    private final Clock clock;

    /// @param start the working folder, absolute
    public CheckConfigProgram(Invocation invocation, Path start, Accounts accounts, Clock clock) {
        this.invocation = invocation;
        this.start = start;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Runs it.
    ///
    /// @param words what follows `check-config`
    /// @return the exit code
    public int run(List<String> words) {
        boolean json = false;
        Path file = USUAL;
        for (String word : words) {
            if (word.equals("--json")) {
                json = true;
            } else if (word.startsWith("-")) {
                invocation.error().print("postern check-config: unknown option " + word + "\n" + USAGE);
                return SysExit.USAGE.code();
            } else {
                file = start.resolve(word);
            }
        }
        if (!Files.isReadable(file)) {
            invocation.error().println("postern check-config: cannot read " + file);
            return SysExit.NO_INPUT.code();
        }
        List<Finding> findings = new ArrayList<>();
        try {
            check(file, findings);
            return show(findings, json);
        } catch (IOException failed) {
            invocation.error().println("postern check-config: " + failed.getMessage());
            return SysExit.IO_ERROR.code();
        }
    }

    private void check(Path file, List<Finding> findings) throws IOException {
        if (!file.toString().endsWith(".mc")) {
            checkCompiled(file, file.toString(), findings);
            return;
        }
        McResult result = new McCompiler(
                        new FileSource(start, List.of(), LONGEST), Map.of(), M4Limits.forConfigurations())
                .compile(file.toString(), Ascii.text(Files.readAllBytes(file)));
        for (McDiagnostic found : result.diagnostics()) {
            boolean error = found.severity() == McDiagnostic.Severity.ERROR;
            findings.add(new Finding(
                    error ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                    found.place().file(),
                    found.place().line(),
                    found.text()));
        }
        if (!result.hasErrors()) {
            Path compiled = Files.createTempFile("postern-check", ".cf");
            try {
                Files.write(compiled, Ascii.bytes(result.configuration()));
                checkCompiled(compiled, file + " (compiled)", findings);
            } finally {
                Files.delete(compiled);
            }
        }
    }

    /// @param shown what messages call the file
    private void checkCompiled(Path file, String shown, List<Finding> findings) {
        Configuration configuration = DaemonConfiguration.read(file, List.of());
        List<Finding> found = new ArrayList<>();
        configuration
                .diagnostics()
                .forEach(diagnostic -> found.add(new Finding(
                        diagnostic.warning() ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                        diagnostic.file(),
                        diagnostic.line(),
                        diagnostic.message())));
        if (configuration.fatal().isEmpty()) {
            usable(file, configuration, found);
        }
        found.forEach(one -> findings.add(
                one.file().equals(file.toString()) ? new Finding(one.severity(), shown, one.line(), one.text()) : one));
    }

    private void usable(Path file, Configuration configuration, List<Finding> found) {
        configuration
                .missing(true)
                .forEach(missing ->
                        found.add(new Finding(Finding.Severity.ERROR, file.toString(), 0, missing.message())));
        ConfigurationProblems.ofMaps(configuration)
                .forEach(problem -> found.add(new Finding(Finding.Severity.ERROR, "", 0, problem)));
        for (RuleLint.Finding rule : RuleLint.of(configuration)) {
            found.add(new Finding(severity(rule.kind()), file.toString(), rule.line(), rule.text()));
        }
        found.addAll(OptionFindings.of(file));
        RehearsalHost host = RehearsalHost.of(configuration, TableResolver.empty(), accounts, clock, EventSink.none());
        found.addAll(
                MapFindings.of(host, HostMaps.checks(configuration.options(), accounts, !ProcessIdentity.isRoot())));
        found.addAll(RelayFindings.of(configuration, accounts, clock));
    }

    private static Finding.Severity severity(RuleLint.Kind kind) {
        return switch (kind) {
            case BROKEN -> Finding.Severity.ERROR;
            case DEAD -> Finding.Severity.WARNING;
            case UNUSED -> Finding.Severity.NOTE;
        };
    }

    private int show(List<Finding> findings, boolean json) {
        boolean toMend = findings.stream().anyMatch(one -> one.severity() != Finding.Severity.NOTE);
        if (json) {
            invocation
                    .output()
                    .print(Json.object()
                            .with("good", !toMend)
                            .with("findings", findings, Finding::json)
                            .pretty());
        } else {
            Paint paint = Paint.ofOutput(invocation.environment());
            findings.forEach(one -> invocation.output().println(one.text(paint)));
            if (!toMend) {
                invocation.output().println(paint.good("nothing to mend"));
            }
        }
        return toMend ? TO_MEND : SysExit.OK.code();
    }
}
