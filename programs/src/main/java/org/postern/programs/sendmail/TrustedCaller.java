package org.postern.programs.sendmail;

import org.postern.base.Event;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.log.CommandNotice;
import org.postern.programs.mta.DaemonSettings;

/// What only root and TrustedUser may ask of `sendmail`, and what is said and logged when somebody else does
/// (sendmail op guide §5.6, TrustedUser; recorded from 8.17).
final class TrustedCaller {
    private TrustedCaller() {}

    /// True for root and TrustedUser.
    static boolean is(Configuration configuration) {
        int user = ProcessIdentity.realUserId();
        String trusted = configuration.options().text(CfOption.TRUSTED_USER);
        return user == 0
                || Accounts.system()
                        .byName(trusted)
                        .found()
                        .map(Account::uid)
                        .filter(uid -> uid == user)
                        .isPresent();
    }

    /// Says no, to the caller and in the log.
    ///
    /// @param reply the code of a reply in front of the words, or nothing
    /// @param deed what was tried, in the words of the log
    static SysExit refuse(
            Invocation invocation,
            SendmailArguments arguments,
            Configuration configuration,
            String reply,
            String deed) {
        DaemonSettings settings = ProcessPair.settings(
                arguments, CommandFiles.configuration(arguments), DaemonSettings.Service.QUEUE, "");
        ProcessPair.systemLog(settings, configuration)
                .accept(new CommandNotice(
                        "command.refused",
                        Event.Priority.ALERT,
                        "user " + Integer.toUnsignedString(ProcessIdentity.realUserId()) + " attempted to " + deed));
        invocation.output().println(reply + "Permission denied (real uid not trusted)");
        return SysExit.USAGE;
    }
}
