package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.CfTimeout;
import org.postern.cf.Configuration;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.FileSystemSpace;
import org.postern.os.LoadAverage;
import org.postern.programs.console.ConsoleCommands;
import org.postern.programs.console.ConsoleServer;
import org.postern.queue.QueueFigures;
import org.postern.receive.HelpFile;
import org.postern.receive.ReceiveFigures;

/// The control socket of the configuration (ControlSocketName), and the state that it and SIGUSR1 tell.
final class HostConsole implements ConsoleCommands.Daemon {
    private static final long KILOBYTE = 1024;

    private final Configuration configuration;
    private final Supplier<ReceiveFigures> receive;
    private final Supplier<QueueFigures> queue;
    private final Consumer<ConsoleCommands.Wish> wishes;

    /// @param wishes does what is asked on the socket
    HostConsole(
            Configuration configuration,
            Supplier<ReceiveFigures> receive,
            Supplier<QueueFigures> queue,
            Consumer<ConsoleCommands.Wish> wishes) {
        this.configuration = configuration;
        this.receive = receive;
        this.queue = queue;
        this.wishes = wishes;
    }

    /// Opens the socket; that it cannot be had is logged and stops nothing, as with sendmail.
    ///
    /// @return empty when there is none
    Optional<ConsoleServer> open(Accounts accounts, EventSink events) {
        String name = configuration.options().text(CfOption.CONTROL_SOCKET_NAME);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        SafeMapFiles checks =
                HostMaps.checks(configuration.options(), accounts, !Boolean.getBoolean(HostMaps.UNDER_ROOT));
        ConsoleCommands commands = new ConsoleCommands(
                this,
                HelpFile.read(Path.of(configuration.options().text(CfOption.HELP_FILE)), checks),
                HostIdentity.VERSION);
        try {
            return Optional.of(ConsoleServer.open(
                    Path.of(name),
                    accounts,
                    trustedUser(accounts),
                    checks.leniencies(),
                    commands,
                    configuration.options().timeout(CfTimeout.CONTROL)));
        } catch (IOException failed) {
            events.accept(new DaemonEvent(
                    "network.console",
                    0,
                    Event.Priority.WARNING,
                    "NOQUEUE: daemon could not open control socket " + name + ": " + failed.getMessage()));
            return Optional.empty();
        }
    }

    private int trustedUser(Accounts accounts) {
        return HostMaps.account(configuration.options().text(CfOption.TRUSTED_USER), accounts)
                .map(Account::uid)
                .orElse(0);
    }

    @Override
    public ConsoleCommands.State state() {
        return new ConsoleCommands.State(
                receive.get().sessions(),
                Math.max(0, configuration.options().number(CfOption.MAX_DAEMON_CHILDREN)),
                freeKilobytes(),
                LoadAverage.lastMinute(),
                queue.get().waiting());
    }

    private long freeKilobytes() {
        try {
            Path directory = DaemonConfiguration.queueDirectories(configuration).getFirst();
            return FileSystemSpace.of(directory.toString()).freeBytes() / KILOBYTE;
        } catch (IOException _) {
            return -1;
        }
    }

    @Override
    public void obey(ConsoleCommands.Wish wish) {
        wishes.accept(wish);
    }

    /// The state as a line of the log (SIGUSR1).
    String inWords() {
        ConsoleCommands.State now = state();
        return "NOQUEUE: state on user signal: sessions=" + now.sessions() + ", accepted="
                + receive.get().accepted() + ", refused=" + receive.get().refused() + ", waiting=" + now.waiting()
                + ", accepted messages=" + queue.get().committed() + ", free KiB=" + now.freeKilobytes() + ", load="
                + now.load();
    }
}
