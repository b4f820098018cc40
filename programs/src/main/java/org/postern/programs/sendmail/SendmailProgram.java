package org.postern.programs.sendmail;

import org.postern.base.SysExit;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// The `sendmail` command: reads its line and hands it to the mode that it asks for.
public final class SendmailProgram implements Program {
    @Override
    public int run(Invocation invocation) {
        return switch (SendmailArgumentsParser.parse(invocation.name(), invocation.arguments())) {
            case SendmailArgumentsParser.Result.Wrong(String message, SysExit exit) -> {
                invocation.output().println(message);
                yield exit.code();
            }
            case SendmailArgumentsParser.Result.Parsed(SendmailArguments arguments) -> run(invocation, arguments);
        };
    }

    private static int run(Invocation invocation, SendmailArguments arguments) {
        invocation.error().println("mode " + arguments.mode());
        return SysExit.OK.code();
    }
}
