package org.postern.programs.sendmail;

import org.postern.base.SysExit;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// The `sendmail` command: reads its line and hands it to the mode that it asks for.
///
/// It never has more rights than its caller: where sendmail gives up those of its set-ID bits because of an
/// option that is not safe, `-C`, `-X` or `-bt`, this one has none, and gives up at once what somebody gave it
/// all the same.
public final class SendmailProgram implements Program {
    @Override
    public int run(Invocation invocation) throws InterruptedException {
        try {
            boolean _ = ProcessIdentity.dropSetIds();
        } catch (OsException e) {
            invocation
                    .error()
                    .println(invocation.name() + ": cannot give up the rights of a set-ID bit: " + e.reason());
            return SysExit.OS_ERROR.code();
        }
        // No switch over types on the way of a submission: the first one costs milliseconds.
        SendmailArgumentsParser.Result line = SendmailArgumentsParser.parse(invocation.name(), invocation.arguments());
        if (line instanceof SendmailArgumentsParser.Result.Parsed(SendmailArguments arguments)) {
            return run(invocation, arguments);
        }
        SendmailArgumentsParser.Result.Wrong wrong = (SendmailArgumentsParser.Result.Wrong) line;
        invocation.output().println(wrong.message());
        return wrong.exit().code();
    }

    private static int run(Invocation invocation, SendmailArguments arguments) throws InterruptedException {
        return switch (arguments.mode()) {
            case DELIVER, ARPANET ->
                arguments.queueRun().isPresent()
                        ? new QueueRunMode(invocation, arguments).run()
                        : new SubmitMode(invocation, arguments).run().code();
            case DAEMON, DAEMON_FOREGROUND, DAEMON_LOCAL -> new DaemonMode(invocation, arguments).run();
            case ADDRESS_TEST ->
                new AddressTestMode(invocation, arguments).run().code();
            case VERIFY -> new VerifyMode(invocation, arguments).run().code();
            case CHECK_CONFIGURATION ->
                new CheckConfigurationMode(invocation, arguments).check().code();
            case PRINT_OPTIONS ->
                new CheckConfigurationMode(invocation, arguments).options().code();
            case PRINT_QUEUE -> new PrintQueueMode(invocation, arguments).run();
            case REBUILD_ALIASES -> new RebuildAliasesMode(invocation, arguments).run();
            case SMTP_ON_INPUT -> new SmtpInputMode(invocation, arguments).run().code();
            case HOST_STATUS, PURGE_HOST_STATUS ->
                new HostStatusMode(invocation, arguments).run().code();
            case COUNT_QUEUE -> new PrintQueueMode(invocation, arguments).count();
        };
    }
}
