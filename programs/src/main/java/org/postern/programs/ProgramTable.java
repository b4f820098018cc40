package org.postern.programs;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import org.postern.base.SystemClock;
import org.postern.os.RealDurableFiles;
import org.postern.programs.m4.M4Program;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostIdentity;
import org.postern.programs.mta.NetworkProgram;
import org.postern.programs.postern.PosternProgram;
import org.postern.programs.secrets.PasswordProgram;
import org.postern.programs.secrets.UserListProgram;
import org.postern.programs.sendmail.SendmailProgram;
import org.postern.programs.tools.MailStatsProgram;
import org.postern.programs.tools.MapPrograms;
import org.postern.programs.tools.RestrictedShellProgram;
import org.postern.programs.users.MailLocalProgram;
import org.postern.programs.users.RmailProgram;
import org.postern.programs.users.VacationProgram;

/// Which program a name stands for. An unknown name is sendmail, as with sendmail itself.
final class ProgramTable {
    private ProgramTable() {}

    static Program find(String name) {
        return switch (name) {
            case "postern" -> new PosternProgram(new SendmailProgram());
            case NetworkProgram.NAME -> new NetworkProgram();
            case "m4" -> new M4Program();
            case "makemap" -> MapPrograms.makemap();
            case "editmap" -> MapPrograms.editmap();
            case "praliases" -> MapPrograms.praliases();
            case "smrsh" -> RestrictedShellProgram.ofThisHost(new SystemClock());
            case "vacation" -> VacationProgram.ofThisHost(new SystemClock());
            case "saslpasswd2" ->
                new PasswordProgram(
                        new RealDurableFiles(),
                        new SecureRandom(),
                        HostIdentity.find().fullName(),
                        () -> DaemonConfiguration.offeredMechanisms(Path.of("/etc/mail/sendmail.cf")));
            case "sasldblistusers2" -> new UserListProgram(new RealDurableFiles());
            case "mailstats" -> new MailStatsProgram(new SystemClock(), ZoneId.systemDefault());
            case "mail.local" -> MailLocalProgram.ofThisHost(new SystemClock());
            case "rmail" -> RmailProgram.ofThisHost();
            default -> new SendmailProgram();
        };
    }
}
