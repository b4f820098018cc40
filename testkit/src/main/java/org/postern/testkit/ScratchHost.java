package org.postern.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a program as if on a host named [SendmailFolder#HOST_NAME] that knows only the names of one `hosts` file.
///
/// The real sendmail sleeps for a minute on a host without a qualified name, and asks the machine's name servers; in
/// its own UTS and mount name space (`unshare`, as root) it does neither, and the result is the same on every
/// machine. Where that is not allowed, the program runs as it is. With a [SyslogSocket] in the folder `dev` of the
/// settings, what it logs goes there.
final class ScratchHost {
    private static final String SCRIPT = "hostname " + SendmailFolder.HOST_NAME
            + " && mount --bind \"$1\" /etc/hosts && mount --bind \"$2\" /etc/nsswitch.conf"
            + " && { [ ! -d \"$3\" ] || mount --bind \"$3\" /usr/lib/sasl2; }"
            + " && { [ ! -S \"$4/log\" ] || { for node in null zero random urandom; do"
            + " : >\"$4/$node\" && mount --bind /dev/$node \"$4/$node\" || exit 1; done; mount --bind \"$4\" /dev; }; }"
            + " && shift 4 && exec \"$@\"";
    private static final List<String> PREFIX = List.of("unshare", "-u", "-m", "sh", "-c", SCRIPT, "sh");

    private ScratchHost() {}

    /// The command line that runs `command` there; the process id is that of the program itself.
    ///
    /// @param settings a folder with the files `hosts` and `nsswitch.conf`, with the folder `sasl`
    ///     where SASL has settings, and with `dev/log` where somebody listens to the log
    static List<String> command(Path settings, List<String> command) {
        if (!Holder.ALLOWED) {
            return command;
        }
        List<String> all = new ArrayList<>(PREFIX);
        all.add(settings.resolve("hosts").toString());
        all.add(settings.resolve("nsswitch.conf").toString());
        all.add(settings.resolve("sasl").toString());
        all.add(settings.resolve("dev").toString());
        all.addAll(command);
        return all;
    }

    private static final class Holder {
        static final boolean ALLOWED = ProgramRun.of(
                                List.of("unshare", "-u", "-m", "hostname", SendmailFolder.HOST_NAME),
                                "",
                                Path.of("/"),
                                30)
                        .status()
                == 0;
    }
}
