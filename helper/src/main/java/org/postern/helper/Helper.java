package org.postern.helper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperOutput;
import org.postern.helperwire.HelperPair;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.HelperServer;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;
import org.postern.os.UserThread;

/// The helper's life: start the network process, serve it, end with it.
///
/// One object serves one network process. It takes over the signals TERM, INT, HUP and USR1 of this JVM.
public final class Helper {
    private static final int FIRST_OF_SIGNALS = 128;
    private static final int ENDED_BY_TERM = FIRST_OF_SIGNALS + 15;
    private static final int UMASK = 022;

    /// Some ten thousand queue files.
    private static final long LARGE_DIRECTORY = 1 << 20;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int LONGEST_LINE = 4096;

    private final HelperOptions options;
    private final Accounts accounts;
    private final Clock clock;
    private final EventSink events;
    private final PrintStream errors;
    private final Optional<UserRules> users;
    private final BooleanSupplier mayBeginAnew;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /// A helper that reads no lists and delivers to no programs and files.
    ///
    /// @param errors where the network process's standard error goes, line by line and escaped
    public Helper(HelperOptions options, Accounts accounts, Clock clock, EventSink events, PrintStream errors) {
        this(options, accounts, Optional.empty(), clock, events, errors);
    }

    /// @param users what the configuration says about lists, programs and files
    /// @param errors where the network process's standard error goes, line by line and escaped
    public Helper(
            HelperOptions options,
            Accounts accounts,
            Optional<UserRules> users,
            Clock clock,
            EventSink events,
            PrintStream errors) {
        this(options, accounts, users, clock, events, errors, () -> true);
    }

    /// @param users what the configuration says about lists, programs and files
    /// @param errors where the network process's standard error goes, line by line and escaped
    /// @param mayBeginAnew asked at each HUP, on a thread of its own; when it says no, the network process does not
    ///     hear of the signal
    public Helper(
            HelperOptions options,
            Accounts accounts,
            Optional<UserRules> users,
            Clock clock,
            EventSink events,
            PrintStream errors,
            BooleanSupplier mayBeginAnew) {
        this.mayBeginAnew = mayBeginAnew;
        this.users = users;
        this.options = options;
        this.accounts = accounts;
        this.clock = clock;
        this.events = events;
        this.errors = errors;
    }

    /// Runs until the network process has ended.
    ///
    /// @return the exit code for this process: that of the network process, or an error of its own
    public int run() throws IOException, InterruptedException {
        int _ = ProcessIdentity.umask(UMASK);
        if (!ProcessIdentity.isRoot() || options.keepUser()) {
            return run(Optional.empty(), "the same user", false);
        }
        return switch (NetworkAccount.choose(options.runAsUser(), accounts)) {
            case NetworkAccount.Chosen(String name, Identity identity, boolean fromRunAsUser) -> {
                QueueAdoption adoption = new QueueAdoption(identity, LARGE_DIRECTORY, events);
                options.queueDirectories().forEach(adoption::adopt);
                Thread.ofPlatform().daemon().name("queue-adoption").start(adoption::finish);
                yield run(Optional.of(identity), name, fromRunAsUser);
            }
            case NetworkAccount.Missing(String message) -> {
                errors.println(message);
                yield SysExit.CONFIGURATION.code();
            }
        };
    }

    private int run(Optional<Identity> account, String name, boolean becomeIt)
            throws IOException, InterruptedException {
        try (FileCopies copies = copies(account, becomeIt)) {
            return run(account, name, becomeIt, copies);
        }
    }

    private FileCopies copies(Optional<Identity> account, boolean becomeIt) {
        if (account.isEmpty()) {
            return FileCopies.none(clock, events);
        }
        return becomeIt
                ? FileCopies.openOnce(options.authorities().files(), account.get(), clock, events)
                : FileCopies.open(options.authorities().files(), account.get(), clock, events);
    }

    private int run(Optional<Identity> account, String name, boolean becomeIt, FileCopies copies)
            throws IOException, InterruptedException {
        Process network =
                NetworkProcess.start(NetworkProcess.command(options.networkCommand(), account), options.environment());
        for (ProcessSignal signal : ProcessSignal.values()) {
            signal.handle(received -> forward(received, network));
        }
        events.accept(new HelperEvent.NetworkProcessStarted(network.pid(), name));
        Thread words = Thread.ofPlatform()
                .name("network-errors")
                .daemon(true)
                .start(() -> copyErrors(network.getErrorStream()));
        if (account.isPresent() && becomeIt) {
            // With RunAsUser set sendmail itself becomes that user for good, and so does the helper.
            ProcessIdentity.becomeForEver(account.get());
        }
        ProcessIdentity.forbidInspection();
        serve(network, copies);
        UserThread.endWaiting();
        int code = await(network);
        // What it said last is why it ended; a process that it left behind cannot hold this one.
        boolean _ = words.join(LAST_WORDS);
        events.accept(new HelperEvent.NetworkProcessEnded(network.pid(), code, stopping.get() || code == 0));
        return stopping.get() && saysOnlyThatItStops(code) ? SysExit.OK.code() : code;
    }

    /// A stop may meet the network process before it can act on it, or when it wants something else; those codes are
    /// none of `sysexits.h`.
    private static boolean saysOnlyThatItStops(int code) {
        return code == ENDED_BY_TERM || (code > SysExit.CONFIGURATION.code() && code < FIRST_OF_SIGNALS);
    }

    private void serve(Process network, FileCopies copies) {
        MailboxDelivery mailboxes = new MailboxDelivery(
                options.mailboxes(), accounts, clock, ZoneId.systemDefault(), options.lockPatience(), events);
        MapAssistance maps = new MapAssistance(options.authorities().maps());
        UserServices lists = UserServices.of(
                users, options.authorities().console(), options.lockPatience(), options.limits(), clock, events);
        PasswordService passwords = new PasswordService(options.authorities().passwords(), clock, Thread::sleep);
        HelperServer server = new HelperServer(
                new HelperPair(network.getInputStream(), network.getOutputStream()),
                options.limits(),
                (request, message, output) ->
                        handle(request, message, output, mailboxes, maps, copies, lists, passwords));
        HelperServer.End end = server.serve();
        if (end != HelperServer.End.CLOSED) {
            events.accept(new HelperEvent.PairGivenUp(end.name(), server.garbage()));
        }
    }

    private HelperAnswer handle(
            HelperRequest request,
            InputStream message,
            HelperOutput output,
            MailboxDelivery mailboxes,
            MapAssistance maps,
            FileCopies copies,
            UserServices lists,
            PasswordService passwords)
            throws IOException {
        return switch (request) {
            case HelperRequest.DeliverToMailbox delivery -> mailboxes.deliver(delivery, message);
            case HelperRequest.RunMapProgram(String map, String key) -> maps.run(map, key);
            case HelperRequest.ReadMapSecret(String map) -> maps.secret(map);
            case HelperRequest.CheckPassword password -> passwords.check(password);
            case HelperRequest.ShowFile(String path) -> copies.show(path);
            case HelperRequest.ReadClass(String source, int part) ->
                options.authorities().classes().read(source, part);
            case HelperRequest.ReadList list -> lists.read(list);
            case HelperRequest.KeepDeadLetter letter -> lists.keep(letter, message);
            case HelperRequest.DeliverToMember member -> lists.deliver(member, message);
            case HelperRequest.RunMailer run -> lists.deliver(run, message);
            case HelperRequest.TalkToMailer talk -> lists.talk(talk, message, output);
            case HelperRequest.Ping() -> new HelperAnswer.Pong();
        };
    }

    /// The pair is closed: the network process ends by itself, or is told to, or is ended.
    private int await(Process network) throws InterruptedException {
        try {
            network.getOutputStream().close();
        } catch (IOException _) {
            // It was killed before it had read everything: how it ended still counts.
        }
        long patience = options.stopPatience().toMillis();
        if (!network.waitFor(patience, TimeUnit.MILLISECONDS)) {
            network.destroy();
            if (!network.waitFor(patience, TimeUnit.MILLISECONDS)) {
                network.destroyForcibly();
            }
        }
        return network.waitFor();
    }

    private void forward(ProcessSignal signal, Process network) {
        if (signal == ProcessSignal.TERM || signal == ProcessSignal.INT) {
            stopping.set(true);
        }
        if (signal == ProcessSignal.HUP && !mayBeginAnew.getAsBoolean()) {
            return;
        }
        try {
            if (network.isAlive()) {
                signal.send(network.pid());
            }
        } catch (OsException _) {
            // It has just ended.
        }
    }

    /// The network process may write anything: lines are cut and escaped before they reach a terminal.
    private void copyErrors(InputStream from) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.ISO_8859_1))) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c != '\n' && line.length() < LONGEST_LINE) {
                    line.append((char) c);
                } else if (c == '\n') {
                    errors.println(PeerText.escape(line.toString(), LONGEST_LINE));
                    line.setLength(0);
                }
            }
        } catch (IOException _) {
            // The process has ended.
        }
    }
}
