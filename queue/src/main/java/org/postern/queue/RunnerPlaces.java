package org.postern.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How many messages that come again are delivered at the same time: of each queue group (`MaxRunnersPerQueue`, `R=`)
/// and in all (`MaxQueueChildren`). New messages are not counted. Guarded by the lock of the index.
final class RunnerPlaces {
    private final Map<String, Integer> limits = new HashMap<>();
    private final int most;
    private final Map<String, Integer> active = new HashMap<>();
    private final Map<String, Deque<QueueEntry>> waiting = new HashMap<>();
    private int all;

    /// @param most of all groups together; 0 for no limit
    RunnerPlaces(QueueGroups groups, int most) {
        this.most = most;
        for (QueueGroup group : groups.all()) {
            if (group.runners() > 0) {
                limits.put(group.name(), group.runners());
            }
        }
    }

    private static String group(QueueEntry entry) {
        QueueDirectory directory = entry.directory;
        return directory == null ? "" : directory.group();
    }

    /// True when a message of a group would get a place.
    boolean hasRoom(String group) {
        Deque<QueueEntry> before = waiting.get(group);
        boolean first = before == null || before.isEmpty();
        return first
                && active.getOrDefault(group, 0) < limits.getOrDefault(group, Integer.MAX_VALUE)
                && (most == 0 || all < most);
    }

    /// Takes a place for a message that is due, or lets it wait for one.
    ///
    /// @return false when it waits
    boolean take(QueueEntry entry) {
        if (!entry.again) {
            return true;
        }
        String group = group(entry);
        int limit = limits.getOrDefault(group, Integer.MAX_VALUE);
        if (active.getOrDefault(group, 0) >= limit || (most > 0 && all >= most)) {
            waiting.computeIfAbsent(group, _ -> new ArrayDeque<>()).addLast(entry);
            return false;
        }
        all++;
        active.merge(group, 1, Integer::sum);
        entry.placeGroup = group;
        return true;
    }

    /// Gives a place back.
    ///
    /// @return a message that waited and is to be looked at again
    Optional<QueueEntry> giveBack(QueueEntry entry) {
        String group = entry.placeGroup;
        if (group == null) {
            return Optional.empty();
        }
        entry.placeGroup = null;
        all--;
        active.merge(group, -1, Integer::sum);
        Deque<QueueEntry> own = waiting.get(group);
        if (own != null && !own.isEmpty()) {
            return Optional.of(own.removeFirst());
        }
        return waiting.values().stream()
                .filter(others -> !others.isEmpty())
                .findFirst()
                .map(Deque::removeFirst);
    }
}
