package org.postern.queue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;

/// All queue groups of a configuration; the first one takes what no rule puts elsewhere.
///
/// @param all at least one; their names differ
public record QueueGroups(List<QueueGroup> all) {
    /// The macro of an envelope that names its group; without it the first one counts.
    public static final String MACRO = "queue_group";

    public QueueGroups {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no queue group");
        }
    }

    /// One group with these directories.
    public static QueueGroups single(List<Path> directories) {
        return new QueueGroups(List.of(QueueGroup.of(QueueGroup.DEFAULT, directories)));
    }

    /// The directories of all groups.
    public List<Path> directories() {
        return all.stream()
                .flatMap(group -> group.directories().stream())
                .distinct()
                .toList();
    }

    /// The group of a name, without regard to case.
    public Optional<QueueGroup> find(String name) {
        return all.stream()
                .filter(group -> Ascii.sameIgnoringCase(group.name(), name))
                .findFirst();
    }

    /// The group of a message.
    public QueueGroup of(Envelope envelope) {
        return Optional.ofNullable(envelope.macros().get(MACRO))
                .flatMap(this::find)
                .orElseGet(all::getFirst);
    }
}
