package org.postern.programs.mta;

import java.nio.file.Path;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.helper.NetworkAccount;
import org.postern.os.Accounts;
import org.postern.os.FileStatus;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;

/// Gives a statistics file of root's to the account of the network process, which writes it from then on.
public final class StatisticsHandOver {
    private StatisticsHandOver() {}

    /// Does it, when this is root and the file is root's, regular, with one name, in a directory that root alone
    /// writes. Anything else stays as it is; there are no statistics then.
    public static void to(Configuration configuration, Accounts accounts) {
        Path file = Path.of(configuration.options().text(CfOption.STATUS_FILE));
        Path folder = file.getParent();
        Path name = file.getFileName();
        if (!ProcessIdentity.isRoot() || !file.isAbsolute() || folder == null || name == null) {
            return;
        }
        if (NetworkAccount.choose(configuration.options().text(CfOption.RUN_AS_USER), accounts)
                instanceof NetworkAccount.Chosen chosen) {
            try (OpenDirectory directory = OpenDirectory.open(folder.toString())) {
                FileStatus place = directory.status();
                FileStatus there = directory.status(name.toString());
                boolean rootsPlace =
                        place.uid() == 0 && !place.has(FileStatus.GROUP_WRITE) && !place.has(FileStatus.WORLD_WRITE);
                if (rootsPlace && there.uid() == 0 && there.kind() == FileStatus.Kind.REGULAR) {
                    boolean _ = directory.changeOwner(
                            name.toString(),
                            there,
                            chosen.identity().uid(),
                            chosen.identity().gid());
                }
            } catch (OsException _) {
                // There is none: nobody wants statistics.
            }
        }
    }
}
