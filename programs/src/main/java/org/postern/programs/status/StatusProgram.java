package org.postern.programs.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.logs.LogsProgram;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostNameProblem;
import org.postern.programs.terminal.Paint;
import org.postern.tls.CertificateFacts;

/// `postern status`: processes and their confinement, ports, queues, figures, certificates.
public final class StatusProgram {
    /// How it is called.
    public static final String USAGE = "usage: postern status [-C FILE.cf] [--json]\n"
            + "exit code: 0 the server runs and its ports are open, 1 otherwise, 78 when the configuration cannot be read\n";
    private static final String USUAL = "/etc/mail/sendmail.cf";
    private static final int DOWN = 1;

    private final Invocation invocation;
    private final Clock clock;

    /// The command.
    public StatusProgram(Invocation invocation, Clock clock) {
        this.invocation = invocation;
        this.clock = clock;
    }

    /// Runs it.
    ///
    /// @param words what follows `status`
    /// @return 0 when all is well, 1 when the server or one of its ports is down
    public int run(List<String> words) {
        String file = USUAL;
        boolean json = false;
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("-C") && i + 1 < words.size()) {
                file = words.get(++i);
            } else if (words.get(i).equals("--json")) {
                json = true;
            } else {
                invocation.error().print(USAGE);
                return SysExit.USAGE.code();
            }
        }
        Configuration configuration =
                DaemonConfiguration.readWithoutPrograms(Path.of(file).toAbsolutePath(), List.of());
        if (configuration.fatal().isPresent()) {
            invocation
                    .error()
                    .println("postern status: " + configuration.fatal().get().text());
            return SysExit.CONFIGURATION.code();
        }
        StatusReport report = look(configuration);
        if (json) {
            invocation.output().print(report.json().pretty());
        } else {
            report.text(invocation.output(), Paint.ofOutput(invocation.environment()));
        }
        invocation.output().flush();
        boolean well = report.running() != StatusReport.Running.NO
                && report.ports().stream().allMatch(PortFacts::open);
        return well ? SysExit.OK.code() : DOWN;
    }

    private StatusReport look(Configuration configuration) {
        List<Path> directories = directories(configuration);
        List<QueueDirectoryFacts> queues = directories.stream()
                .map(directory -> QueueDirectoryFacts.of(directory, clock.epochMillis()))
                .toList();
        Optional<Figures> figures = directories.isEmpty() ? Optional.empty() : Figures.ask(directories);
        Optional<ProcessHandle> parent = process(configuration.options().text(CfOption.PID_FILE))
                .or(() -> figures.flatMap(StatusProgram::parent));
        List<ProcessFacts> processes = new ArrayList<>();
        long network = figures.map(found -> found.value(Figures.PROCESS_ID)).orElse(0L);
        parent.ifPresent(handle -> {
            ProcessFacts.of(handle.pid(), "helper").ifPresent(processes::add);
            handle.children()
                    .forEach(child -> ProcessFacts.of(
                                    child.pid(), network == 0 || network == child.pid() ? "network" : "delivery")
                            .ifPresent(processes::add));
        });
        boolean runs = parent.isPresent() || figures.isPresent();
        boolean knows = ProcessIdentity.isRoot();
        List<PortFacts> ports = PortFacts.of(configuration, runs || !knows);
        boolean seems = !knows && ports.stream().anyMatch(PortFacts::open);
        return new StatusReport(
                configuration.file(),
                runs ? StatusReport.Running.YES : seems ? StatusReport.Running.SEEMS : StatusReport.Running.NO,
                processes,
                ports,
                queues,
                figures,
                certificates(configuration),
                UnusedFiles.of(configuration, clock),
                new LogsProgram(invocation, clock, ZoneId.systemDefault()).lastErrors(),
                HostNameProblem.ofThisHost(configuration).map(HostNameProblem::sentence).stream()
                        .toList(),
                Instant.ofEpochMilli(clock.epochMillis()));
    }

    /// The parent of the process that gave the figures: a server without rights of root may not have been able to
    /// write its pid file.
    private static Optional<ProcessHandle> parent(Figures figures) {
        return ProcessHandle.of(figures.value(Figures.PROCESS_ID)).flatMap(ProcessHandle::parent);
    }

    private static List<Path> directories(Configuration configuration) {
        try {
            return DaemonConfiguration.queueDirectories(configuration);
        } catch (IOException none) {
            return List.of();
        }
    }

    /// The process that a file names, if it runs.
    private static Optional<ProcessHandle> process(String file) {
        try {
            String first = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            return first.matches("\\d{1,10}")
                    ? ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive)
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static List<StatusReport.CertificateState> certificates(Configuration configuration) {
        String host = configuration.scope().macro("j").orElse("localhost");
        List<StatusReport.CertificateState> found = new ArrayList<>();
        for (CfOption option : List.of(CfOption.SERVER_CERT_FILE, CfOption.CLIENT_CERT_FILE)) {
            String file = configuration.options().text(option).split(",", 2)[0].strip();
            if (!file.isEmpty() && found.stream().noneMatch(one -> one.file().equals(file))) {
                found.add(certificate(file, host));
            }
        }
        return found;
    }

    private static StatusReport.CertificateState certificate(String file, String host) {
        try {
            CertificateFacts facts = CertificateFacts.of(Files.readAllBytes(Path.of(file)), host);
            return new StatusReport.CertificateState(
                    file, facts.untilMillis(), facts.subject() + (facts.forHost() ? "" : " (not " + host + ")"));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            return new StatusReport.CertificateState(file, 0, "cannot be read: " + unreadable.getMessage());
        }
    }
}
