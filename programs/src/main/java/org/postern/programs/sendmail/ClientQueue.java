package org.postern.programs.sendmail;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.maps.ConfiguredMaps;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.LocalSockets;
import org.postern.programs.mta.NameService;
import org.postern.programs.mta.QueueOwner;
import org.postern.queue.DirectQueue;
import org.postern.queue.JournalLimits;
import org.postern.queue.PriorityFactors;
import org.postern.queue.QueueGroups;
import org.postern.queue.QueueSafety;
import org.postern.queue.QueueSettings;
import org.postern.queue.RetryTimes;
import org.postern.queue.RunRules;
import org.postern.receive.HelpFile;
import org.postern.receive.HostCondition;
import org.postern.receive.ListenException;
import org.postern.receive.LocalUsers;
import org.postern.receive.Protection;
import org.postern.receive.ReceiveContext;
import org.postern.receive.ReceiveLimits;
import org.postern.receive.ReceiveService;
import org.postern.receive.ServicePorts;

/// Where a command leaves its message when the daemon does not answer: the queue that the configuration names (the
/// client queue of submit.cf), from which the queue runner sends it on later. A user who may not write there hands it
/// to the runner's socket instead.
///
/// The message goes through the same SMTP session as everywhere, served inside this process, so that its header and
/// its checks are the same. Root becomes the owner of the queue for that; the session still knows who called.
final class ClientQueue implements AutoCloseable {
    /// Who is known here is found out when the message is sent on.
    private static final LocalUsers ANYBODY = new LocalUsers() {
        @Override
        public Presence alias(String user) {
            return Presence.ABSENT;
        }

        @Override
        public Presence account(String user) {
            return Presence.PRESENT;
        }
    };

    private static final Duration STOP = Duration.ofSeconds(5);
    private static final long BLOCK = 1024;

    private final SocketChannel channel;
    private final Optional<ReceiveService> service;

    private ClientQueue(SocketChannel channel, Optional<ReceiveService> service) {
        this.channel = channel;
        this.service = service;
    }

    /// Connects to it.
    ///
    /// @throws IOException when there is no place where this user may leave a message, in words
    static ClientQueue open(SendmailArguments arguments) throws IOException {
        Path file = CommandFiles.configuration(arguments);
        DaemonSettings settings = ProcessPair.settings(arguments, file, DaemonSettings.Service.CLIENT_QUEUE, "");
        Configuration configuration = DaemonConfiguration.read(file, settings.options());
        if (configuration.fatal().isPresent()) {
            throw new IOException(configuration.diagnostics().getLast().text());
        }
        QueueGroups groups = DaemonConfiguration.queueGroups(configuration);
        if (ProcessIdentity.isRoot() || groups.directories().stream().allMatch(ClientQueue::mine)) {
            return inside(configuration, settings, groups);
        }
        Path socket = LocalSockets.clientQueue(file);
        try {
            return new ClientQueue(SubmissionSocket.connect(socket), Optional.empty());
        } catch (IOException nobody) {
            throw new IOException("nor does the runner of its queue at " + socket, nobody);
        }
    }

    private static boolean mine(Path directory) {
        return Files.isWritable(directory) && Files.isExecutable(directory);
    }

    private static ClientQueue inside(Configuration configuration, DaemonSettings settings, QueueGroups groups)
            throws IOException {
        Clock clock = new SystemClock();
        EventSink events = ProcessPair.systemLog(settings, configuration);
        var resolver = NameService.ofThisHost(configuration.options(), clock);
        ConfiguredMaps maps = ConfiguredMaps.open(
                configuration, HostMaps.alone(configuration, resolver, Accounts.system(), events, clock));
        OptionValues options = configuration.options();
        Path folder = Files.createTempDirectory("postern-");
        Path socket = folder.resolve("s");
        SocketChannel channel;
        ReceiveService service;
        try {
            service = new ReceiveService(
                    new ReceiveContext(
                            configuration,
                            new UncheckedRules(
                                    new RewriteEngine(configuration, maps.maps()::find, RewriteLimits.STANDARD)),
                            queue(options, groups, clock),
                            resolver,
                            ANYBODY,
                            HostCondition.calm(),
                            Protection.NONE,
                            ReceiveLimits.of(options),
                            clock,
                            events),
                    ServicePorts.withFile(Path.of("/etc/services")),
                    HelpFile.read(
                            Path.of(options.text(CfOption.HELP_FILE)),
                            HostMaps.checks(options, Accounts.system(), !ProcessIdentity.isRoot())),
                    ZoneId.systemDefault());
            service.listenForLocalUsers(socket, Accounts.system());
            // the kernel notes who connects: from here on the session knows it
            channel = SubmissionSocket.connect(socket);
        } catch (ListenException failed) {
            throw new IOException(failed.getMessage(), failed);
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
        QueueOwner.become(groups.directories());
        service.start();
        return new ClientQueue(channel, Optional.of(service));
    }

    private static DirectQueue queue(OptionValues options, QueueGroups groups, Clock clock) throws IOException {
        Path unused = groups.directories().getFirst();
        int owner = (Integer) Files.getAttribute(unused, "unix:uid");
        QueueSettings settings = new QueueSettings(
                unused,
                groups,
                options.octal(CfOption.QUEUE_FILE_MODE),
                owner,
                options.number(CfOption.MIN_FREE_BLOCKS) * BLOCK,
                JournalLimits.STANDARD,
                QueueSettings.Memory.STANDARD,
                QueueSettings.Times.STANDARD,
                RetryTimes.STANDARD,
                PriorityFactors.STANDARD,
                RunRules.STANDARD,
                QueueSafety.DURABLE);
        return new DirectQueue(
                settings, new RealDurableFiles(), clock, ProcessHandle.current().pid());
    }

    /// True when this process has put the message into the queue, and no runner of that queue.
    boolean ownWork() {
        return service.isPresent();
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (service.isPresent()) {
            try {
                service.get().stop(STOP);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
