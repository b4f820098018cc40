package org.postern.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.postern.mail.QueueId;

/// The messages of all queue groups that rest in queue files; groups take turns, so that one with a long backlog does
/// not keep the others waiting. Guarded by the lock of the index.
final class RestingQueue {
    private final Map<String, RestingMessages> byName = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private int turn;

    private record Group(String name, RestingMessages messages) {}

    int size() {
        int size = 0;
        for (Group group : groups) {
            size += group.messages.size();
        }
        return size;
    }

    boolean contains(QueueId id) {
        for (Group group : groups) {
            if (group.messages.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /// Lays a message to rest that is not here and lies in a queue directory.
    void put(QueueEntry entry, long dueMillis) {
        QueueDirectory directory = entry.directory;
        String name = directory == null ? "" : directory.group();
        RestingMessages messages = byName.get(name);
        if (messages == null) {
            messages = new RestingMessages();
            byName.put(name, messages);
            groups.add(new Group(name, messages));
        }
        messages.put(entry, dueMillis);
    }

    /// Takes a message out.
    Optional<QueueEntry> take(QueueId id) {
        for (Group group : groups) {
            Optional<QueueEntry> entry = group.messages.take(id);
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    /// Takes out one that is due, of the group whose turn it is.
    ///
    /// @param room which groups may have one
    Optional<QueueEntry> next(long nowMillis, Predicate<String> room) {
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get((turn + i) % groups.size());
            if (room.test(group.name)) {
                Optional<QueueEntry> entry = group.messages.next(nowMillis);
                if (entry.isPresent()) {
                    turn = (turn + i + 1) % groups.size();
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    /// When the next one of these groups is due; `Long.MAX_VALUE` for never.
    long nextDueMillis(Predicate<String> room) {
        long next = Long.MAX_VALUE;
        for (Group group : groups) {
            if (room.test(group.name)) {
                next = Math.min(next, group.messages.nextDueMillis());
            }
        }
        return next;
    }

    /// How far a walk through all messages has come.
    ///
    /// @param group number of the group
    /// @param slot where to go on in it
    record Cursor(int group, int slot) {
        static final Cursor START = new Cursor(0, 0);
    }

    /// Some of the messages.
    ///
    /// @param entries copies; changing them changes nothing here
    /// @param next where to go on; empty at the end
    record Some(List<QueueEntry> entries, Optional<Cursor> next) {}

    /// Messages from a place on. Those that come and go meanwhile may be met or not.
    Some some(Cursor from, int most) {
        if (from.group >= groups.size()) {
            return new Some(List.of(), Optional.empty());
        }
        RestingMessages.Some some = groups.get(from.group).messages.some(from.slot, most);
        Cursor next = some.next() < 0 ? new Cursor(from.group + 1, 0) : new Cursor(from.group, some.next());
        return new Some(some.entries(), Optional.of(next));
    }

    /// Marks a message for a run, unless it has one.
    ///
    /// @param youngAfter messages that are due later than this time, after an attempt, are left out
    boolean mark(QueueId id, long youngAfter) {
        for (Group group : groups) {
            if (group.messages.mark(id, youngAfter)) {
                return true;
            }
        }
        return false;
    }

    /// How many are marked.
    int marked() {
        int count = 0;
        for (Group group : groups) {
            count += group.messages.marked();
        }
        return count;
    }

    /// Makes what is marked due now, as a part of a run.
    void makeMarkedDue(QueueRun of) {
        for (Group group : groups) {
            group.messages.makeMarkedDue(of);
        }
    }
}
