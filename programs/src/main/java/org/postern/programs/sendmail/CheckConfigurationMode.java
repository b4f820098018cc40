package org.postern.programs.sendmail;

import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
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
        Optional<SysExit> refusal = command.refusal(invocation.output(), true);
        Configuration configuration = command.configuration();
        return refusal.orElse(configuration.hasErrors() ? SysExit.CONFIGURATION : SysExit.OK);
    }

    SysExit options() {
        for (CfOption option : CfOption.values()) {
            invocation.output().println(option.longName());
        }
        return SysExit.OK;
    }
}
