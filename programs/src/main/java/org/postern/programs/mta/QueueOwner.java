package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

/// As whom a command changes queue files: whoever owns the queue, so that root neither leaves files there that the
/// daemon cannot use, nor follows what the owner may have laid out for it.
public final class QueueOwner {
    private QueueOwner() {}

    /// Becomes the owner of the first directory for ever, when this process is root and the owner is not.
    ///
    /// @return the user number that this process has now
    public static int become(List<Path> directories) throws IOException {
        if (ProcessIdentity.isRoot()) {
            int owner = (Integer) Files.getAttribute(directories.getFirst(), "unix:uid");
            int group = (Integer) Files.getAttribute(directories.getFirst(), "unix:gid");
            if (owner != 0) {
                ProcessIdentity.becomeForEver(new Identity(owner, group, List.of()));
            }
        }
        return ProcessIdentity.effectiveUserId();
    }
}
