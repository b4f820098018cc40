package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;
import org.postern.helper.Console;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.os.RecentAccounts;
import org.postern.os.SyslogSocket;
import org.postern.os.Terminal;
import org.postern.programs.Invocation;
import org.postern.programs.log.SystemEventLog;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.HelperStart;
import org.postern.programs.mta.HostLists;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.LocalSockets;
import org.postern.programs.mta.NetworkRuntime;
import org.postern.programs.mta.SelfMadeCertificate;
import org.postern.programs.mta.StatisticsHandOver;

/// This process as the helper, and the network process that it starts, for a daemon or for one queue run.
final class ProcessPair {
    private static final Path STANDARD_MAILBOXES = Path.of("/var/mail");
    private static final int LONGEST_LOG_TEXT = 1000;

    private final Invocation invocation;
    private final DaemonConfiguration.OfHelper read;
    private final DaemonSettings settings;
    private final Clock clock = new SystemClock();

    /// @param read the configuration as the helper has read it; it is not read again
    ProcessPair(Invocation invocation, DaemonConfiguration.OfHelper read, DaemonSettings settings) {
        this.invocation = invocation;
        this.read = read;
        this.settings = settings;
    }

    /// What the command line says, for a service of this host.
    ///
    /// @param run the line of a request, for [DaemonSettings.Service#RUN]
    static DaemonSettings settings(
            SendmailArguments arguments, Path configuration, DaemonSettings.Service service, String run) {
        boolean client = arguments.effectiveRole() == SendmailArguments.Role.SUBMISSION;
        return new DaemonSettings(
                configuration,
                arguments.options().stream().map(ProcessPair::longForm).toList(),
                arguments.tag().orElse(client ? "sm-msp-queue" : "sendmail"),
                Optional.empty(),
                arguments
                        .trafficLog()
                        .map(file -> Path.of(file).toAbsolutePath().normalize()),
                Optional.empty(),
                STANDARD_MAILBOXES,
                false,
                false,
                DaemonSettings.SEGMENT_BYTES,
                arguments.queueRun().flatMap(QueueRunRequest::intervalSeconds).orElse(0L),
                service,
                run);
    }

    /// `-oQ/var/spool` as `QueueDirectory=/var/spool`; an unknown letter stays and is complained about.
    private static String longForm(SendmailArguments.OptionSetting setting) {
        String text = setting.text();
        if (setting.longForm() || text.isEmpty()) {
            return text;
        }
        String value = text.substring(1);
        return CfOption.ofLetter(text.charAt(0))
                .map(option -> option.longName() + "=" + value)
                .orElse(text);
    }

    /// Where notices of this command go: the system log.
    static EventSink systemLog(DaemonSettings settings, Configuration configuration) {
        return new SystemEventLog(
                new SyslogSocket(
                        "/dev/log",
                        SyslogSocket.FACILITY_MAIL,
                        settings.tag(),
                        new SystemClock(),
                        ZoneId.systemDefault(),
                        LONGEST_LOG_TEXT),
                (int) configuration.options().number(CfOption.LOG_LEVEL));
    }

    /// Runs both until the network process has ended.
    ///
    /// @param output where the standard error of the network process goes
    /// @return the exit code
    int run(EventSink events, PrintStream output) throws IOException, InterruptedException {
        return run(events, output, () -> true);
    }

    /// The same.
    ///
    /// @param mayBeginAnew asked at each HUP
    int run(EventSink events, PrintStream output, BooleanSupplier mayBeginAnew)
            throws IOException, InterruptedException {
        List<String> directories = new ArrayList<>();
        Configuration configuration = read.configuration();
        for (Path path : DaemonConfiguration.queueDirectories(configuration)) {
            directories.add(path.toAbsolutePath().toString());
        }
        socketDirectory().ifPresent(directory -> directories.add(directory.toString()));
        StatisticsHandOver.to(configuration, Accounts.system());
        if (settings.service() == DaemonSettings.Service.MAIL) {
            SelfMadeCertificate.keep(configuration, clock, events);
        }
        return new HelperStart(invocation.home(), new NetworkRuntime.FromImage(), clock, output)
                .asking(mayBeginAnew)
                .run(
                        settings,
                        configuration.options().text(CfOption.RUN_AS_USER),
                        directories,
                        HostMaps.authorities(read, Accounts.system(), clock, events)
                                .with(console()),
                        Optional.of(HostLists.rules(
                                configuration, new RecentAccounts(Accounts.system(), clock), clock, events)),
                        events);
    }

    /// Who runs the queue in the foreground may be a next hop himself.
    private Console console() {
        return settings.service() == DaemonSettings.Service.RUN
                ? new Console(invocation.input(), invocation.output(), Terminal.isTerminal(1))
                : Console.NONE;
    }

    /// The directory of the socket for local users, made by root when it is missing, and handed to the account of the
    /// network process together with the queue directories. Empty when the configuration names a socket itself.
    private Optional<Path> socketDirectory() throws IOException {
        Path socket = switch (settings.service()) {
            case MAIL -> LocalSockets.STANDARD;
            case CLIENT_QUEUE -> LocalSockets.clientQueue(settings.configuration());
            case QUEUE, RUN -> Path.of("/");
        };
        Path directory = socket.getParent();
        boolean own = settings.service() == DaemonSettings.Service.MAIL
                && read.configuration().options().daemons().stream()
                        .anyMatch(daemon -> daemon.family() == PortOptions.Family.UNIX);
        if (own || directory == null || !directory.startsWith("/run") || !ProcessIdentity.isRoot()) {
            return Optional.empty();
        }
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return Optional.of(directory);
    }
}
