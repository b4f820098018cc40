package org.postern.programs.users;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.helper.MailboxDelivery;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.os.SyslogSocket;
import org.postern.os.UserThread;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.SystemEventLog;
import org.postern.programs.mta.HostIdentity;
import org.postern.programs.sendmail.KeptBody;

/// `mail.local`: appends a message to the mailboxes of users, for mail systems that run a program for that
/// (mail.local(8)). It is the helper's way of writing mailboxes, with its checks and locks, as a command.
public final class MailLocalProgram implements Program {
    private static final String DIRECTORY = "/var/mail";
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_LOG_TEXT = 1000;

    private final String directory;
    private final Accounts accounts;
    private final Clock clock;
    private final ZoneId zone;
    private final String host;
    private final EventSink events;

    /// @param directory where mailboxes are
    /// @param host the name in LMTP
    /// @param events takes what an administrator should know
    MailLocalProgram(String directory, Accounts accounts, Clock clock, ZoneId zone, String host, EventSink events) {
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
        this.zone = zone;
        this.host = host;
        this.events = events;
    }

    /// The command with the accounts, mailboxes and log of this host.
    public static Program ofThisHost(Clock clock) {
        return invocation -> {
            ZoneId zone = ZoneId.systemDefault();
            try (SyslogSocket socket = new SyslogSocket(
                    "/dev/log", SyslogSocket.FACILITY_MAIL, "mail.local", clock, zone, LONGEST_LOG_TEXT)) {
                return new MailLocalProgram(
                                DIRECTORY,
                                Accounts.system(),
                                clock,
                                zone,
                                HostIdentity.find().nodeName(),
                                new SystemEventLog(socket, 0))
                        .run(invocation);
            }
        };
    }

    @Override
    public int run(Invocation invocation) {
        return switch (MailLocalOptions.read(invocation.arguments(), directory)) {
            case MailLocalOptions.Reading.Bad(var complaints) -> {
                complaints.forEach(line -> complain(invocation.error(), line));
                yield SysExit.UNAVAILABLE.code();
            }
            case MailLocalOptions.Reading.Good(MailLocalOptions options) -> run(options, invocation);
        };
    }

    private int run(MailLocalOptions options, Invocation invocation) {
        try {
            return deliverAll(options, invocation);
        } finally {
            UserThread.endWaiting();
        }
    }

    private int deliverAll(MailLocalOptions options, Invocation invocation) {
        MailboxDelivery delivery =
                new MailboxDelivery(options.mailboxes(), accounts, clock, zone, LOCK_PATIENCE, events);
        MailboxStore store = new MailboxStore(accounts, delivery, options.fullIsFinal());
        try {
            if (!options.lmtp()) {
                return deliver(options, store, invocation);
            }
            if (!options.users().isEmpty()) {
                invocation.output().print("421 Users should not be specified in command line if LMTP required\r\n");
                return SysExit.TEMPORARY_FAILURE.code();
            }
            new LocalMailSession(invocation.input(), invocation.output(), store, host, options.eightBit()).run();
            return SysExit.OK.code();
        } catch (IOException failed) {
            complain(invocation.error(), String.valueOf(failed.getMessage()));
            return SysExit.TEMPORARY_FAILURE.code();
        }
    }

    /// One message for all users; what has to be tried again decides the exit code, as with mail.local.
    private int deliver(MailLocalOptions options, MailboxStore store, Invocation invocation) throws IOException {
        String sender = options.sender().orElseGet(this::caller);
        if (sender.chars().anyMatch(c -> c < ' ' || c == 127)) {
            complain(invocation.error(), "control characters in the sender");
            return SysExit.UNAVAILABLE.code();
        }
        SysExit exit = SysExit.OK;
        try (KeptBody message = MailboxStore.keep(invocation.input())) {
            for (String user : options.users()) {
                MailboxStore.Outcome outcome = store.deliver(sender, user, message);
                if (!outcome.good()) {
                    boolean unknown = outcome.reply().startsWith("550 5.1.1");
                    complain(invocation.error(), (unknown ? PeerText.of(user).forLog() + ": " : "") + outcome.text());
                    exit = exit == SysExit.TEMPORARY_FAILURE ? exit : outcome.exit();
                }
            }
        }
        return exit.code();
    }

    private String caller() {
        int uid = ProcessIdentity.realUserId();
        return accounts.byUid(uid).found().map(Account::name).orElseGet(() -> "uid" + Integer.toUnsignedString(uid));
    }

    private static void complain(PrintStream error, String text) {
        error.println("mail.local: " + text);
    }
}
