package org.postern.programs.checkconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.cf.Diagnostic;
import org.postern.cf.RuleLint;
import org.postern.dns.Resolver;
import org.postern.dns.TableResolver;
import org.postern.m4.FileSource;
import org.postern.m4.M4Limits;
import org.postern.mc.McCompiler;
import org.postern.mc.McDiagnostic;
import org.postern.mc.McResult;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.receive.SessionDecision;

/// `postern check-config`.
///
/// Exit codes: 0 nothing but notes, 1 something to mend, else those of `sysexits.h`.
public final class CheckConfigProgram {
    /// How it is called.
    public static final String USAGE = CheckConfigOptions.USAGE;

    private static final int TO_MEND = 1;
    private static final int LONGEST = 16 << 20;
    private static final int MOST_DECISIONS = 200_000;

    private final Invocation invocation;
    private final Path start;
    private final Accounts accounts;
    private final Resolver resolver;
    private final Clock clock;

    /// @param start the working folder, absolute
    /// @param resolver asked for the hosts of the mailertable, and when two configurations are compared
    public CheckConfigProgram(Invocation invocation, Path start, Accounts accounts, Resolver resolver, Clock clock) {
        this.invocation = invocation;
        this.start = start;
        this.accounts = accounts;
        this.resolver = resolver;
        this.clock = clock;
    }

    /// Runs it.
    ///
    /// @param words what follows `check-config`
    /// @return the exit code
    public int run(List<String> words) {
        CheckConfigOptions options;
        try {
            options = CheckConfigOptions.parse(words, start);
        } catch (IllegalArgumentException wrong) {
            invocation.error().print("postern check-config: " + wrong.getMessage() + "\n" + CheckConfigOptions.USAGE);
            return SysExit.USAGE.code();
        }
        List<Path> named = new ArrayList<>(List.of(options.file()));
        options.against().ifPresent(named::add);
        for (Path file : named) {
            if (!Files.isReadable(file)) {
                invocation.error().println("postern check-config: cannot read " + file);
                return SysExit.NO_INPUT.code();
            }
        }
        try {
            return check(options);
        } catch (IOException failed) {
            invocation.error().println("postern check-config: " + failed.getMessage());
            return SysExit.IO_ERROR.code();
        }
    }

    private int check(CheckConfigOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Optional<Comparison> comparison = Optional.empty();
        try (Compiled fresh = compiled(options.file(), findings)) {
            if (fresh.file().isPresent()) {
                boolean usable = checkCompiled(fresh.file().get(), fresh.shown(), findings);
                if (usable && options.against().isPresent()) {
                    comparison = Optional.of(
                            compare(options.against().get(), fresh.file().get(), options));
                }
            }
        }
        return show(findings, comparison, options.json());
    }

    /// What a file is as a `.cf` file.
    ///
    /// @param file empty when it could not be compiled
    /// @param shown what messages call it
    /// @param temporary true when it goes afterwards
    private record Compiled(Optional<Path> file, String shown, boolean temporary) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (temporary && file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        }
    }

    private Compiled compiled(Path file, List<Finding> findings) throws IOException {
        if (!file.toString().endsWith(".mc")) {
            return new Compiled(Optional.of(file), file.toString(), false);
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
        if (result.hasErrors()) {
            return new Compiled(Optional.empty(), file.toString(), false);
        }
        Path made = Files.createTempFile("postern-check", ".cf");
        Files.write(made, Ascii.bytes(result.configuration()));
        return new Compiled(Optional.of(made), file + " (compiled)", true);
    }

    /// What a new configuration changes.
    ///
    /// @param options the options with another value
    /// @param outcomes empty when there is no record
    /// @param remark what is to be known of the record
    private record Comparison(List<String> options, Optional<OutcomeChanges> outcomes, String remark) {}

    private Comparison compare(Path against, Path fresh, CheckConfigOptions options) throws IOException {
        try (Compiled old = compiled(against, new ArrayList<>())) {
            if (old.file().isEmpty()) {
                return new Comparison(List.of(), Optional.empty(), against + " cannot be compiled");
            }
            Configuration before = DaemonConfiguration.read(old.file().get(), List.of());
            Configuration after = DaemonConfiguration.read(fresh, List.of());
            if (before.fatal().isPresent()) {
                return new Comparison(List.of(), Optional.empty(), against + " cannot be used");
            }
            List<String> changed = OptionFindings.changes(before.options(), after.options());
            Path record = against;
            try {
                record = options.record().isPresent()
                        ? options.record().get()
                        : DecisionJournal.place(DaemonConfiguration.queueDirectories(before));
                List<SessionDecision> recorded = DecisionJournal.read(record, _ -> true, MOST_DECISIONS).stream()
                        .map(DecisionJournal.Entry::decision)
                        .toList();
                OutcomeChanges outcomes = OutcomeChanges.of(
                        pair(before), pair(after), recorded, options.file().toString());
                return new Comparison(changed, Optional.of(outcomes), "");
            } catch (IOException _) {
                return new Comparison(
                        changed,
                        Optional.empty(),
                        "no record of envelopes can be read in " + record + ": postern record makes one");
            }
        }
    }

    private OutcomeChanges.Pair pair(Configuration configuration) {
        return new OutcomeChanges.Pair(
                RehearsalHost.of(configuration, resolver, accounts, clock, EventSink.none()),
                RehearsalHost.of(configuration, TableResolver.empty(), accounts, clock, EventSink.none()));
    }

    /// @param shown what messages call the file
    /// @return true when a daemon could use it
    private boolean checkCompiled(Path file, String shown, List<Finding> findings) {
        Configuration configuration = DaemonConfiguration.read(file, List.of());
        List<Finding> found = new ArrayList<>();
        configuration.diagnostics().forEach(diagnostic -> found.add(finding(diagnostic)));
        if (configuration.fatal().isEmpty()) {
            usable(file, configuration, found);
        }
        found.forEach(one -> findings.add(
                one.file().equals(file.toString()) ? new Finding(one.severity(), shown, one.line(), one.text()) : one));
        return configuration.fatal().isEmpty();
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
        found.addAll(MapFindings.of(
                host, HostMaps.checks(configuration.options(), accounts, !ProcessIdentity.isRoot()), resolver));
        RelayProbe.of(configuration, accounts, clock)
                .forEach(way -> found.add(new Finding(
                        Finding.Severity.ERROR,
                        file.toString(),
                        0,
                        "open relay: the daemon " + way.daemon() + " takes mail from a stranger (" + way.client()
                                + ") for a stranger: MAIL FROM:" + way.sender() + " RCPT TO:" + way.recipient()
                                + "; postern explain session says by which rule")));
    }

    /// What is to be mended in a `.cf` file by itself, without its maps and without the name service:
    /// `FILE:LINE: warning: TEXT` for each.
    ///
    /// @param file the configuration
    public static List<String> remarks(Path file) {
        return ofFile(file).stream()
                .filter(one -> one.severity() != Finding.Severity.NOTE)
                .map(one -> one.text(Paint.PLAIN))
                .toList();
    }

    /// The same with what is only good to know.
    ///
    /// @param file the configuration
    public static List<String> notes(Path file) {
        return ofFile(file).stream().map(one -> one.text(Paint.PLAIN)).toList();
    }

    private static List<Finding> ofFile(Path file) {
        Configuration configuration = DaemonConfiguration.readWithoutPrograms(file, List.of());
        List<Finding> found = new ArrayList<>();
        configuration.diagnostics().forEach(diagnostic -> found.add(finding(diagnostic)));
        if (configuration.fatal().isEmpty()) {
            RuleLint.of(configuration)
                    .forEach(rule ->
                            found.add(new Finding(severity(rule.kind()), file.toString(), rule.line(), rule.text())));
            found.addAll(OptionFindings.of(file));
        }
        return found;
    }

    private static Finding finding(Diagnostic diagnostic) {
        return new Finding(
                diagnostic.warning() ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                diagnostic.file(),
                diagnostic.line(),
                diagnostic.message());
    }

    private static Finding.Severity severity(RuleLint.Kind kind) {
        return switch (kind) {
            case BROKEN -> Finding.Severity.ERROR;
            case DEAD -> Finding.Severity.WARNING;
            case UNUSED -> Finding.Severity.NOTE;
        };
    }

    private int show(List<Finding> findings, Optional<Comparison> comparison, boolean json) {
        boolean toMend = findings.stream().anyMatch(one -> one.severity() != Finding.Severity.NOTE);
        if (json) {
            Json.Members out = Json.object().with("good", !toMend).with("findings", findings, Finding::json);
            if (comparison.isPresent()) {
                out = out.withTexts("options", comparison.get().options());
                out = comparison.get().outcomes().isPresent()
                        ? out.with("outcomes", comparison.get().outcomes().get().json())
                        : out.with("remark", comparison.get().remark());
            }
            invocation.output().print(out.pretty());
            return toMend ? TO_MEND : SysExit.OK.code();
        }
        Paint paint = Paint.ofOutput(invocation.environment());
        findings.forEach(one -> invocation.output().println(one.text(paint)));
        if (!toMend) {
            invocation.output().println(paint.good("nothing to mend"));
        }
        comparison.ifPresent(found -> show(found, paint));
        return toMend ? TO_MEND : SysExit.OK.code();
    }

    private void show(Comparison found, Paint paint) {
        if (!found.options().isEmpty()) {
            invocation.output().println(paint.strong("options that change"));
            found.options().forEach(line -> invocation.output().println("  " + line));
        }
        found.outcomes()
                .ifPresentOrElse(
                        changes -> changes.text(paint).forEach(invocation.output()::println),
                        () -> invocation.output().println(paint.warning(found.remark())));
    }
}
