package org.postern.programs.sendmail;

import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.programs.Invocation;

/// `sendmail -bC` reads the configuration and says what is wrong with it; `sendmail -bO` lists the names of all
/// options.
final class CheckConfigurationMode {
    private final Invocation invocation;
    private final SendmailArguments arguments;

    CheckConfigurationMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    /// 0 when a program can work with the configuration.
    SysExit check() {
        CommandConfiguration command = CommandConfiguration.read(arguments, invocation.output());
        return command.refusal(invocation.output(), true).orElse(SysExit.OK);
    }

    SysExit options() {
        for (CfOption option : CfOption.values()) {
            invocation.output().println(option.longName());
            if (option == CfOption.MATCH_GECOS || option == CfOption.ME_TOO) {
                invocation.output().println(); // a letter without a name comes next in sendmail's table
            }
        }
        return SysExit.OK;
    }
}
