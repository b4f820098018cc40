package org.postern.programs.postern;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.FileEventLog;
import org.postern.programs.log.LogIdentity;
import org.postern.programs.tools.MailStatsProgram;
import org.postern.programs.tools.MapPrograms;
import org.postern.programs.tools.RestrictedShellProgram;
import org.postern.programs.users.MailLocalProgram;
import org.postern.programs.users.RmailProgram;
import org.postern.programs.users.VacationProgram;

/// `postern train`: goes once through what the short commands and the helper do, so that the AOT cache holds their
/// classes. Classes of a cache are all loaded at each start, so it does nothing else. The build calls it, with the
/// options that make the JVM write the cache when it ends; it touches only folders of its own.
final class TrainProgram {
    private final Invocation invocation;
    private final Program sendmail;
    private final Program makemap;

    TrainProgram(Invocation invocation, Program sendmail, Program makemap) {
        this.invocation = invocation;
        this.sendmail = sendmail;
        this.makemap = makemap;
    }

    int run() throws InterruptedException {
        return RehearsalFolder.with(invocation, "train", folder -> {
            rehearse(folder);
            return SysExit.OK.code();
        });
    }

    private void rehearse(Path folder) throws IOException, InterruptedException {
        TryFolder place = RehearsalFolder.ofNoServer(folder, invocation, makemap);
        String configuration = place.configuration().toString();
        command("mailq", "", "-C", configuration);
        command("newaliases", "", "-C", configuration);
        command("sendmail", "3,0 alice@localhost\ncheck_rcpt <bob@example.org>\n", "-C", configuration, "-bt");
        // Nobody listens there: the command finds out and says so.
        command("sendmail", "To: alice\nSubject: x\n\nhello\n", "-C", configuration, "-t");
        commandsOfUsers(folder, configuration);
        try (FileEventLog log = FileEventLog.open(
                place.log(), new org.postern.base.SystemClock(), LogIdentity.ofThisProcess("localhost", "train"), 9)) {
            invocation.output().println("log lines lost: " + log.lost());
        }
    }

    /// What delivers to users, what their `.forward` files start, and what administrators print: nothing of it
    /// sends a message here.
    private void commandsOfUsers(Path folder, String configuration) throws IOException, InterruptedException {
        Clock clock = new SystemClock();
        command(
                MailLocalProgram.ofThisHost(clock),
                "mail.local",
                "LHLO localhost\r\nMAIL FROM:<a@b>\r\nRCPT TO:<no.such.user>\r\nDATA\r\nRSET\r\nQUIT\r\n",
                "-l");
        command(MailLocalProgram.ofThisHost(clock), "mail.local", "hello\n", "-f", "a@b", "no.such.user");
        String record = folder.resolve("away").toString();
        String text = Files.writeString(folder.resolve("away.msg"), "Subject: away\n\ntext\n")
                .toString();
        Program vacation = VacationProgram.ofThisHost(clock);
        command(vacation, "vacation", "", "-d", "-U", "-f", record, "-m", text, "-i", "user");
        command(vacation, "vacation", "a@b.test\n", "-d", "-U", "-f", record, "-m", text, "-x", "user");
        String mail = "From a@b.test Thu Nov 26 10:00:00 2026\nFrom: a@b.test\nTo: user\n\nhello\n";
        command(vacation, "vacation", mail, "-d", "-U", "-f", record, "-m", text, "user");
        command(vacation, "vacation", "", "-d", "-U", "-f", record, "-m", text, "-l", "user");
        command(RmailProgram.ofThisHost(), "rmail", "no sender\n", "user");
        command(RestrictedShellProgram.ofThisHost(clock), "smrsh", "", "-c", "no.such.program x && exec y");
        String statistics = Files.writeString(folder.resolve("statistics"), "").toString();
        Program mailstats = new MailStatsProgram(clock, ZoneId.systemDefault());
        command(mailstats, "mailstats", "", "-C", configuration, "-f", statistics);
        command(MapPrograms.praliases(), "praliases", "", "-C", configuration);
        command(MapPrograms.editmap(), "editmap", "", "-C", configuration, "-q", "hash", record, "a@b.test");
        command(sendmail, "hoststat", "", "-C", configuration, "-bh");
    }

    private void command(String name, String input, String... arguments) throws InterruptedException {
        command(sendmail, name, input, arguments);
    }

    private void command(Program program, String name, String input, String... arguments) throws InterruptedException {
        InputStream in = new ByteArrayInputStream(Ascii.bytes(input));
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            Invocation call = new Invocation(
                    name, List.of(arguments), in, nowhere, nowhere, invocation.environment(), invocation.home());
            invocation.output().println(name + " ended with " + program.run(call));
        }
    }
}
