package org.postern.maps;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// Gives a new map file the owner, group and mode of the one that it replaces.
final class MapFileOwner {
    private static final int PERMISSIONS = 0777;

    private MapFileOwner() {}

    /// Does nothing when there is no old file. An owner that the process may not give away is left as it is, and then
    /// the mode is not copied either: it was meant for another owner.
    static void copy(Path old, Path fresh) throws IOException {
        if (!Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Map<String, Object> was = Files.readAttributes(old, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> is = Files.readAttributes(fresh, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        try {
            for (String id : new String[] {"gid", "uid"}) {
                Object wanted = was.get(id);
                if (wanted != null && !wanted.equals(is.get(id))) {
                    Files.setAttribute(fresh, "unix:" + id, wanted);
                }
            }
        } catch (FileSystemException e) {
            return;
        }
        if (was.get("mode") instanceof Integer mode) {
            Files.setAttribute(fresh, "unix:mode", mode & PERMISSIONS);
        }
    }
}
