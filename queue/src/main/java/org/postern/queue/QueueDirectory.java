package org.postern.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// One queue directory with its file names; control files are in its subdirectory `qf` and bodies in `df` where these
/// exist (sendmail op guide §2.3.1).
///
/// @param base the directory itself
/// @param controls where `qf`, `hf`, `Qf` and `tf` files are
/// @param bodies where `df` files are
/// @param transcripts where a sendmail keeps its `xf` files
/// @param group the queue group that it belongs to
record QueueDirectory(Path base, Path controls, Path bodies, Path transcripts, String group) {
    /// Looks which subdirectories exist.
    static QueueDirectory at(DurableFiles files, Path base) throws IOException {
        return at(files, base, QueueGroup.DEFAULT);
    }

    /// The same for a directory of a group.
    static QueueDirectory at(DurableFiles files, Path base, String group) throws IOException {
        return new QueueDirectory(
                base, inside(files, base, "qf"), inside(files, base, "df"), inside(files, base, "xf"), group);
    }

    private static Path inside(DurableFiles files, Path base, String name) throws IOException {
        Path path = base.resolve(name);
        Optional<DurableFiles.Facts> facts = files.facts(path);
        return facts.isPresent() && !facts.get().regular() ? path : base;
    }

    /// The control file; quarantined messages have `hf`.
    Path control(QueueId id, boolean quarantined) {
        return controls.resolve((quarantined ? "hf" : "qf") + id.value());
    }

    /// A control file that is being written.
    Path unfinished(QueueId id) {
        return controls.resolve("tf" + id.value());
    }

    /// A control file that cannot be processed.
    Path lost(QueueId id) {
        return controls.resolve("Qf" + id.value());
    }

    /// The body.
    Path body(QueueId id) {
        return bodies.resolve("df" + id.value());
    }

    /// What a sendmail that was killed has left of its last dialogue about the message.
    Path transcript(QueueId id) {
        return transcripts.resolve("xf" + id.value());
    }

    /// The id in the name of a file.
    ///
    /// @param prefix what stands before it
    static Optional<QueueId> id(String prefix, String name) {
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QueueId(name.substring(prefix.length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
