package org.postern.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// In which directory of its group a message is filed: one that its id decides, but never one on a file system without
/// room while another has some (sendmail op guide §2.3.1 and §5.6, MinFreeBlocks).
final class DirectoryChoice {
    private final DurableFiles files;
    private final QueueGroups groups;
    private final List<QueueDirectory> directories;
    private final long minFreeBytes;

    DirectoryChoice(DurableFiles files, QueueGroups groups, List<QueueDirectory> directories, long minFreeBytes) {
        this.files = files;
        this.groups = groups;
        this.directories = List.copyOf(directories);
        this.minFreeBytes = minFreeBytes;
    }

    /// Decides; the caller remembers it.
    QueueDirectory directoryFor(QueueId id, Envelope envelope) throws IOException {
        String group = groups.of(envelope).name();
        List<QueueDirectory> own = new ArrayList<>();
        for (QueueDirectory directory : directories) {
            if (Ascii.sameIgnoringCase(directory.group(), group)) {
                own.add(directory);
            }
        }
        int first = Math.floorMod(id.hashCode(), own.size());
        for (int i = 0; i < own.size() && own.size() > 1; i++) {
            QueueDirectory directory = own.get((first + i) % own.size());
            if (files.freeBytes(directory.bodies()) >= minFreeBytes) {
                return directory;
            }
        }
        return own.get(first);
    }
}
