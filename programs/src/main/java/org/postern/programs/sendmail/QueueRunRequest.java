package org.postern.programs.sendmail;

import java.util.List;
import java.util.Optional;
import org.postern.queue.QueueKind;
import org.postern.queue.QueueSelection;

/// What `-q` asks for.
///
/// @param intervalSeconds with `-q30m`: run again and again; absent: once
/// @param persistent `-qp`
/// @param foreground `-qf`
/// @param group `-qG`
/// @param quarantined `-qQ`
/// @param lost `-qL`
/// @param conditions `-qI`, `-qR`, `-qS` with `!`
record QueueRunRequest(
        Optional<Long> intervalSeconds,
        boolean persistent,
        boolean foreground,
        Optional<String> group,
        boolean quarantined,
        boolean lost,
        List<QueueSelection.Condition> conditions) {
    QueueRunRequest {
        conditions = List.copyOf(conditions);
    }

    static QueueRunRequest once() {
        return new QueueRunRequest(Optional.empty(), false, false, Optional.empty(), false, false, List.of());
    }

    QueueSelection selection() {
        QueueKind kind = quarantined ? QueueKind.QUARANTINED : lost ? QueueKind.LOST : QueueKind.NORMAL;
        return new QueueSelection(kind, group, conditions);
    }
}
