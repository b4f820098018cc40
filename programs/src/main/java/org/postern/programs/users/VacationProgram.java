package org.postern.programs.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.SyslogSocket;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.CommandNotice;
import org.postern.programs.log.SystemEventLog;

/// `vacation`: replies to mail while its user is away, to each sender once in a while (vacation(1), RFC 3834).
///
/// Nothing is sent to programs, to lists, to those who were excluded, and to mail that does not name the user. The
/// reply is noted before it is sent: a loop ends after one.
public final class VacationProgram implements Program {
    private static final String USAGE = "usage: vacation [-a alias] [-C cfpath] [-d] [-f db] [-i] [-j] [-l] [-m msg]"
            + " [-R returnaddr] [-r interval] [-s sender] [-t time] [-U] [-x] [-z] login";
    private static final int MOST_SENDERS = 100_000;
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int LONGEST_LOG_TEXT = 1000;

    private final Accounts accounts;
    private final Clock clock;
    private final ZoneId zone;
    private final EventSink events;
    private final MailCommand mail;

    /// @param events takes complaints when the command line does not ask for them on standard error
    VacationProgram(Accounts accounts, Clock clock, ZoneId zone, EventSink events, MailCommand mail) {
        this.accounts = accounts;
        this.clock = clock;
        this.zone = zone;
        this.events = events;
        this.mail = mail;
    }

    /// The command with the users and the log of this host.
    public static Program ofThisHost(Clock clock) {
        return invocation -> {
            ZoneId zone = ZoneId.systemDefault();
            try (SyslogSocket socket = new SyslogSocket(
                    "/dev/log", SyslogSocket.FACILITY_MAIL, "vacation", clock, zone, LONGEST_LOG_TEXT)) {
                return new VacationProgram(
                                Accounts.system(),
                                clock,
                                zone,
                                new SystemEventLog(socket, 0),
                                MailCommand.of(invocation.home()))
                        .run(invocation);
            }
        };
    }

    /// A complaint and the exit code that goes with it.
    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1;
        private final SysExit exit;

        private Failure(SysExit exit, String text) {
            super(text);
            this.exit = exit;
        }
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        try {
            VacationOptions options =
                    VacationOptions.parse(invocation.arguments()).orElseThrow(() -> new Failure(SysExit.USAGE, USAGE));
            run(options, files(options), invocation);
            return SysExit.OK.code();
        } catch (Failure failure) {
            complain(invocation, String.valueOf(failure.getMessage()));
            return failure.exit.code();
        } catch (IOException failed) {
            complain(invocation, "vacation: " + failed.getMessage());
            return SysExit.IO_ERROR.code();
        }
    }

    private void complain(Invocation invocation, String text) {
        if (VacationOptions.debug(invocation.arguments())) {
            invocation.error().println(text);
        } else {
            events.accept(notice(text));
        }
    }

    private static CommandNotice notice(String text) {
        return new CommandNotice("vacation.failed", Event.Priority.ERROR, text);
    }

    private record Places(Path database, Path message) {}

    private Places files(VacationOptions options) throws Failure {
        if (options.withoutAccount()) {
            if (options.database().isEmpty() || options.message().isEmpty()) {
                throw new Failure(SysExit.NO_INPUT, "vacation: -U requires setting both -f and -m");
            }
            return new Places(
                    database(options.database().get()), options.message().get());
        }
        Optional<Account> account = accounts.byName(options.login()).found();
        if (account.isEmpty()) {
            throw new Failure(SysExit.NO_USER, "vacation: no such user " + options.login() + ".");
        }
        Path home = Path.of(account.get().home());
        return new Places(
                database(home.resolve(options.database().orElse(Path.of(".vacation")))),
                home.resolve(options.message().orElse(Path.of(".vacation.msg"))));
    }

    /// The file of a database name: the name with `.db`, once.
    private static Path database(Path name) {
        String text = name.toString();
        return text.endsWith(".db") ? name : Path.of(text + ".db");
    }

    private void run(VacationOptions options, Places files, Invocation invocation)
            throws IOException, Failure, InterruptedException {
        switch (options.action()) {
            case INITIALIZE -> {
                VacationRecord fresh = VacationRecord.empty(files.database, MOST_SENDERS);
                options.intervalSeconds().ifPresent(fresh::interval);
                fresh.save();
            }
            case LIST -> list(VacationRecord.read(files.database, MOST_SENDERS), invocation);
            case EXCLUDE -> exclude(VacationRecord.read(files.database, MOST_SENDERS), invocation);
            case REPLY -> reply(options, files, invocation);
        }
    }

    private void list(VacationRecord record, Invocation invocation) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
                .withZone(zone);
        record.times().forEach((who, when) -> {
            String shown = when == 0 ? "(exclusion)" : format.format(Instant.ofEpochSecond(when));
            invocation
                    .output()
                    .printf("%-40s %s%n", org.postern.base.PeerText.of(who).forLog(), shown);
        });
    }

    private static void exclude(VacationRecord record, Invocation invocation) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(invocation.input(), StandardCharsets.ISO_8859_1));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                record.exclude(line.strip());
            }
        }
        record.save();
    }

    private void reply(VacationOptions options, Places files, Invocation invocation)
            throws IOException, Failure, InterruptedException {
        IncomingMail message = IncomingMail.read(invocation.input())
                .orElseThrow(() -> new Failure(SysExit.DATA_ERROR, "vacation: no initial \"From \" line."));
        if (message.isFromProgram() || !(options.evenWhenNotNamed() || message.names(options.names()))) {
            return;
        }
        VacationRecord record = VacationRecord.read(files.database, MOST_SENDERS);
        options.intervalSeconds().ifPresent(record::interval);
        long now = clock.epochSeconds();
        if (record.forbids(message.sender(), now)) {
            return;
        }
        byte[] text = text(files.message);
        record.replied(message.sender(), now);
        record.save();
        send(options, options.answerTo().orElse(message.sender()), text);
    }

    private static byte[] text(Path file) throws IOException, Failure {
        if (!Files.isRegularFile(file)) {
            throw new Failure(SysExit.NO_INPUT, "vacation: no " + file + " file.");
        }
        if (Files.size(file) > LARGEST_MESSAGE) {
            throw new Failure(
                    SysExit.DATA_ERROR, "vacation: " + file + " is larger than " + LARGEST_MESSAGE + " bytes.");
        }
        return Files.readAllBytes(file);
    }

    private void send(VacationOptions options, String to, byte[] text)
            throws IOException, Failure, InterruptedException {
        if (to.indexOf('\n') >= 0 || to.indexOf('\r') >= 0) {
            throw new Failure(SysExit.DATA_ERROR, "vacation: an address with a line break");
        }
        List<String> arguments =
                new ArrayList<>(List.of("-oi", "-f", options.replySender().orElse(options.login())));
        arguments.addAll(List.of("--", to));
        int exit = mail.send(arguments, out -> {
            out.write(("To: " + to + "\nAuto-Submitted: auto-replied\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(text);
        });
        if (exit != 0) {
            events.accept(notice("vacation: sendmail ended with " + exit));
        }
    }
}
