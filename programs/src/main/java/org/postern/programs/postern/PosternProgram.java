package org.postern.programs.postern;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.audit.AuditProgram;
import org.postern.programs.checkconfig.CheckConfigProgram;
import org.postern.programs.explain.ExplainProgram;
import org.postern.programs.logs.LogsProgram;
import org.postern.programs.m4.M4Program;
import org.postern.programs.mailqueue.QueueProgram;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.record.RecordProgram;
import org.postern.programs.report.ReportProgram;
import org.postern.programs.status.StatusProgram;
import org.postern.programs.tls.CertProgram;
import org.postern.programs.tls.TlsProgram;
import org.postern.programs.tools.MapPrograms;

/// `postern SUBCOMMAND`: what sendmail has no name for.
public final class PosternProgram implements Program {
    private final Program sendmail;

    /// The command.
    ///
    /// @param sendmail the `sendmail` command, which some subcommands call
    public PosternProgram(Program sendmail) {
        this.sendmail = sendmail;
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        List<String> arguments = invocation.arguments();
        String subcommand = arguments.isEmpty() ? "help" : arguments.getFirst();
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        return switch (subcommand) {
            case "try" -> new TryProgram(invocation, MapPrograms.makemap()).run(rest);
            case "train" -> new TrainProgram(invocation, sendmail, MapPrograms.makemap()).run();
            case "m4" -> new M4Program().run(invocation.with("m4", rest));
            case "queue" -> new QueueProgram(invocation).run(rest);
            case "mc" -> new McProgram(invocation, Path.of("").toAbsolutePath()).run(rest);
            case "init" ->
                new InitProgram(invocation, Path.of("").toAbsolutePath(), MapPrograms.makemap(), sendmail).run(rest);
            case "jail" -> new JailProgram(invocation, Path.of("").toAbsolutePath(), Path.of("/etc/mail")).run(rest);
            case "cert" -> new CertProgram(invocation, Path.of("").toAbsolutePath(), new SystemClock()).run(rest);
            case "tls" -> new TlsProgram(invocation, new SystemClock()).run(rest);
            case "check-config" -> {
                SystemClock clock = new SystemClock();
                yield new CheckConfigProgram(
                                invocation,
                                Path.of("").toAbsolutePath(),
                                Accounts.system(),
                                RehearsalHost.resolver(clock),
                                clock)
                        .run(rest);
            }
            case "record" -> new RecordProgram(invocation, Path.of("").toAbsolutePath()).run(rest);
            case "explain" -> {
                SystemClock clock = new SystemClock();
                yield new ExplainProgram(invocation, clock, RehearsalHost.resolver(clock), Accounts.system()).run(rest);
            }
            case "train-submission" -> new SubmissionRehearsal(invocation).run(rest);
            case "train-helper" -> new DaemonRehearsal(invocation, MapPrograms.makemap()).helper(rest);
            case DaemonRehearsal.SERVE ->
                new DaemonRehearsal(invocation, MapPrograms.makemap()).serve(Path.of(rest.getFirst()));
            case "train-network" -> new DaemonRehearsal(invocation, MapPrograms.makemap()).network();
            case "audit" -> new AuditProgram(invocation, new SystemClock()).run(rest);
            case "status" -> new StatusProgram(invocation, new SystemClock()).run(rest);
            case "logs" -> new LogsProgram(invocation, new SystemClock(), ZoneId.systemDefault()).run(rest);
            case "report" ->
                new ReportProgram(invocation, new SystemClock(), ZoneId.systemDefault(), sendmail).run(rest);
            case "help", "-h", "--help" -> {
                usage(invocation);
                yield SysExit.OK.code();
            }
            default -> {
                invocation
                        .error()
                        .println("postern: there is no subcommand \"" + subcommand + "\"; \"postern help\" lists them");
                yield SysExit.USAGE.code();
            }
        };
    }

    private static void usage(Invocation invocation) {
        invocation.output().print("""
                usage: postern SUBCOMMAND [ARGUMENTS]
                  try [FOLDER]   a private mail server in FOLDER (default ./try) with a first message through it
                  m4 [OPTIONS] [FILE ...]   expands m4 macros as GNU m4 does (m4 --help)
                  mc [-o FILE.cf] [FILE.mc] makes a sendmail.cf of a sendmail.mc
                  init --profile KIND [FOLDER]  a first configuration: logins, accounts, mailstore or firewall
                  queue ACTION   shows, holds, releases, requeues, deletes, bounces or reroutes waiting messages
                  jail DIRECTORY a minimal file system in DIRECTORY, for a daemon in a chroot
                  cert ACTION    makes an authority, keys and certificates; signs, shows (postern cert says more)
                  audit          what on this host lets somebody in, and what mends it (postern audit --help)
                  status         is the server well: processes, ports, queues, figures, certificates
                  logs [FILE]    what happened to mail; report --mail ADDRESS sends all three, for cron
                  report         status, audit and the last day of the log in one page
                  tls HOST[:PORT] what a mail server offers for TLS, and what the rules make of it
                  check-config [FILE] what is wrong in a .cf or .mc file: rules, maps, options, an open relay
                                 --against OLD: which recorded envelopes would have another outcome
                  record FILE    keeps the envelopes that came, for check-config --against
                  explain WHAT   where mail for an address goes, or what a client is told, and which rule decides
                """);
    }
}
