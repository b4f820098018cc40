package org.postern.programs.postern;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.mc.Suggestion;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.audit.AuditProgram;
import org.postern.programs.checkconfig.CheckConfigProgram;
import org.postern.programs.explain.ExplainProgram;
import org.postern.programs.logs.LogsProgram;
import org.postern.programs.m4.M4Program;
import org.postern.programs.mailqueue.QueueProgram;
import org.postern.programs.mta.HostIdentity;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.record.RecordProgram;
import org.postern.programs.report.ReportProgram;
import org.postern.programs.status.StatusProgram;
import org.postern.programs.tls.CertProgram;
import org.postern.programs.tls.TlsProgram;
import org.postern.programs.tools.MapPrograms;

/// `postern SUBCOMMAND`: what sendmail has no name for.
public final class PosternProgram implements Program {
    private static final int LONGEST_WORD = 60;

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
        boolean asks = rest.equals(List.of("--help")) || rest.equals(List.of("-h"));
        Optional<String> usage = asks ? SubcommandTable.usage(subcommand) : Optional.empty();
        if (usage.isPresent()) {
            invocation.output().println(usage.get());
            return SysExit.OK.code();
        }
        return run(invocation, subcommand, rest);
    }

    private int run(Invocation invocation, String subcommand, List<String> rest) throws InterruptedException {
        return switch (subcommand) {
            case "try" -> new TryProgram(invocation, MapPrograms.makemap()).run(rest);
            case "train" -> new TrainProgram(invocation, sendmail, MapPrograms.makemap()).run();
            case "m4" -> new M4Program().run(invocation.with("m4", rest));
            case "queue" -> new QueueProgram(invocation).run(rest);
            case "mc" -> new McProgram(invocation, Path.of("").toAbsolutePath()).run(rest);
            case "init" ->
                new InitProgram(
                                invocation,
                                Path.of("").toAbsolutePath(),
                                MapPrograms.makemap(),
                                sendmail,
                                Accounts.system(),
                                InitFolders.HOST)
                        .run(rest);
            case "jail" -> new JailProgram(invocation, Path.of("").toAbsolutePath(), InitFolders.HOST).run(rest);
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
            case "train-queue-run" -> new QueueRunRehearsal(invocation, MapPrograms.makemap()).run(rest);
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
            case "version", "--version" -> version(invocation);
            default -> unknown(invocation, subcommand);
        };
    }

    private static int version(Invocation invocation) {
        invocation
                .output()
                .println(
                        "Postern, which does as sendmail " + HostIdentity.VERSION + " does; Java " + Runtime.version());
        return SysExit.OK.code();
    }

    private static int unknown(Invocation invocation, String subcommand) {
        invocation
                .error()
                .println("postern: there is no subcommand \"" + PeerText.escape(subcommand, LONGEST_WORD) + "\""
                        + Suggestion.of(subcommand, SubcommandTable.words()) + "; \"postern help\" lists them");
        return SysExit.USAGE.code();
    }

    private static void usage(Invocation invocation) {
        invocation.output().println("usage: postern SUBCOMMAND [ARGUMENTS]    (postern SUBCOMMAND --help says more)");
        for (SubcommandTable one : SubcommandTable.values()) {
            invocation.output().println(one.line());
        }
    }
}
