package org.postern.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;

/// What happens before the queue opens: messages that a crash left in the journal become queue files, what is of no
/// use any more is removed, and the control files that are there are found by their names.
///
/// Every step may be interrupted and done again.
final class QueueRecovery {
    private final QueueFiles files;
    private final Journal journal;
    private final List<QueueDirectory> directories;
    private final QueueFileBatches batches;
    private final Path journalDirectory;

    QueueRecovery(
            QueueFiles files,
            Journal journal,
            List<QueueDirectory> directories,
            QueueFileBatches batches,
            Path journalDirectory) {
        this.files = files;
        this.journal = journal;
        this.directories = directories;
        this.batches = batches;
        this.journalDirectory = journalDirectory;
    }

    /// Brings what the journal holds into queue files and makes that durable.
    ///
    /// @return how many messages it were
    int recover() throws IOException {
        List<JournalPlace> unfinished = journal.unfinished();
        int count = 0;
        for (JournalPlace place : unfinished) {
            if (recover(place)) {
                count++;
            }
        }
        for (QueueDirectory directory : directories) {
            files.files().syncDirectory(directory.controls());
            files.files().syncDirectory(directory.bodies());
        }
        files.files().syncDirectory(journalDirectory);
        return count;
    }

    private boolean recover(JournalPlace place) throws IOException {
        Journal.Content content =
                journal.read(place).orElseThrow(() -> new IOException("the journal has lost " + place.id()));
        QueueEntry entry = new QueueEntry(place.id());
        Optional<QueueDirectory> present = present(place.id());
        QueueDirectory directory =
                present.isPresent() ? present.get() : batches.directoryFor(entry, control(place.id(), content));
        if (content.inFile()) {
            // it was durable before the record was; when it is gone, the message was finished
            if (!files.moveBody(batches.arriving(entry.id), directory, place.id())) {
                return false;
            }
        } else {
            // also when it is there: an interrupted recovery may have left a file of the right size with holes
            files.writeBody(directory, place.id(), content.body());
        }
        if (present.isEmpty()) {
            files.writeControl(directory, control(place.id(), content), QueueKind.NORMAL)
                    .close();
        }
        return true;
    }

    /// The directory that holds a control file of this message: a hand-over had come that far.
    private Optional<QueueDirectory> present(QueueId id) throws IOException {
        for (QueueDirectory directory : directories) {
            if (files.files().facts(directory.control(id, false)).isPresent()
                    || files.files().facts(directory.control(id, true)).isPresent()) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }

    private static Envelope control(QueueId id, Journal.Content content) throws IOException {
        return switch (content.control(id)) {
            case QueueFileReader.Result.Read(Envelope envelope, Optional<String> _) -> envelope;
            case QueueFileReader.Result.Bogus(String why) ->
                throw new IOException("control data of " + id + " in the journal: " + why);
        };
    }

    /// Removes bodies that had been arriving: their messages were never acknowledged, or are in queue files now.
    void removeArriving() throws IOException {
        List<String> names = new ArrayList<>();
        files.files().list(journalDirectory, names::add);
        for (String name : names) {
            if (QueueDirectory.id(QueueFileBatches.ARRIVING, name).isPresent()) {
                files.files().unlink(journalDirectory.resolve(name));
            }
        }
    }

    /// Takes entries.
    interface Taker {
        /// Takes one.
        ///
        /// @return false to be given no more
        boolean take(QueueEntry entry) throws IOException;
    }

    /// Calls `each` with an entry for every control file of a kind.
    void adopt(QueueKind kind, Consumer<QueueEntry> each) throws IOException {
        boolean _ = adopt(kind, Part.ALL, entry -> {
            each.accept(entry);
            return true;
        });
    }

    /// One of several parts of the messages; their names decide.
    ///
    /// @param number from 0
    /// @param of how many parts
    record Part(int number, int of) {
        static final Part ALL = new Part(0, 1);

        boolean has(String name) {
            return of == 1 || Math.floorMod(name.hashCode(), of) == number;
        }
    }

    /// How many control files there are.
    int count(QueueKind kind) throws IOException {
        int[] count = new int[1];
        for (QueueDirectory directory : directories) {
            files.files().list(directory.controls(), name -> count[0] += name.startsWith(kind.prefix()) ? 1 : 0);
        }
        return count[0];
    }

    /// The same for one part, until the taker wants no more.
    ///
    /// @return false when it wanted no more
    boolean adopt(QueueKind kind, Part part, Taker taker) throws IOException {
        boolean[] more = {true};
        for (QueueDirectory directory : directories) {
            files.files().walk(directory.controls(), name -> {
                Optional<QueueId> id = part.has(name) ? QueueDirectory.id(kind.prefix(), name) : Optional.empty();
                if (id.isPresent()) {
                    QueueEntry entry = new QueueEntry(id.get(), kind);
                    entry.directory = directory;
                    more[0] = taker.take(entry);
                }
                return more[0];
            });
            if (!more[0]) {
                return false;
            }
        }
        return true;
    }
}
