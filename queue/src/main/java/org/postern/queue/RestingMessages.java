package org.postern.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.QueueId;

/// The messages of one queue group that rest in queue files: nobody works on them, and memory knows no more of them
/// than where they lie and when they are due. About 50 bytes for each, so that there may be a million.
///
/// A table of columns: a message has a slot, found by its id through a hash table, and a place in a heap by the time
/// when it is due, then by cost, then by id. Guarded by the lock of the index.
final class RestingMessages {
    private static final int FIRST_CAPACITY = 64;
    private static final int NONE = -1;
    private static final long SECOND = 1000;

    private static final byte DUE_KNOWN = 1;
    private static final byte MARKED = 2;

    private long[] high = new long[FIRST_CAPACITY];
    private long[] low = new long[FIRST_CAPACITY];
    private long[] due = new long[FIRST_CAPACITY];
    private int[] priority = new int[FIRST_CAPACITY];
    private byte[] flags = new byte[FIRST_CAPACITY];
    private @Nullable QueueDirectory[] directory = new @Nullable QueueDirectory[FIRST_CAPACITY];
    private @Nullable QueueRun[] run = new @Nullable QueueRun[FIRST_CAPACITY];

    /// The slots as a heap, and where each slot is in it; slots from `size` on in `heap` are free.
    private int[] heap = new int[FIRST_CAPACITY];

    private int[] position = new int[FIRST_CAPACITY];

    /// Slots by the hash of their ids, with linear probing; [#NONE] is empty.
    private int[] table = new int[2 * FIRST_CAPACITY];

    private int size;

    RestingMessages() {
        Arrays.fill(table, NONE);
        freeFrom(0);
    }

    private void freeFrom(int first) {
        for (int slot = first; slot < heap.length; slot++) {
            heap[slot] = slot;
            position[slot] = slot;
        }
    }

    int size() {
        return size;
    }

    boolean contains(QueueId id) {
        return find(PackedId.of(id)) != NONE;
    }

    private int find(PackedId id) {
        int mask = table.length - 1;
        for (int at = PackedId.hash(id.high(), id.low()) & mask; table[at] != NONE; at = at + 1 & mask) {
            int slot = table[at];
            if (high[slot] == id.high() && low[slot] == id.low()) {
                return slot;
            }
        }
        return NONE;
    }

    /// Lays a message to rest that is not here.
    ///
    /// @param dueMillis rounded up to seconds, so that cost decides within one; `Long.MAX_VALUE` for never
    void put(QueueEntry entry, long dueMillis) {
        if (size == heap.length) {
            grow();
        }
        int slot = heap[size];
        PackedId id = PackedId.of(entry.id);
        high[slot] = id.high();
        low[slot] = id.low();
        due[slot] = dueMillis > Long.MAX_VALUE - SECOND ? Long.MAX_VALUE : Math.ceilDiv(dueMillis, SECOND) * SECOND;
        priority[slot] = Math.clamp(entry.priority, Integer.MIN_VALUE, Integer.MAX_VALUE);
        flags[slot] = entry.dueKnown ? DUE_KNOWN : 0;
        directory[slot] = entry.directory;
        run[slot] = entry.run;
        hash(slot);
        up(size++);
    }

    private void hash(int slot) {
        int mask = table.length - 1;
        int at = PackedId.hash(high[slot], low[slot]) & mask;
        while (table[at] != NONE) {
            at = at + 1 & mask;
        }
        table[at] = slot;
    }

    private void grow() {
        int capacity = 2 * heap.length;
        int before = heap.length;
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        due = Arrays.copyOf(due, capacity);
        priority = Arrays.copyOf(priority, capacity);
        flags = Arrays.copyOf(flags, capacity);
        directory = Arrays.copyOf(directory, capacity);
        run = Arrays.copyOf(run, capacity);
        heap = Arrays.copyOf(heap, capacity);
        position = Arrays.copyOf(position, capacity);
        freeFrom(before);
        table = new int[2 * capacity];
        Arrays.fill(table, NONE);
        for (int slot = 0; slot < before; slot++) {
            hash(slot);
        }
    }

    /// When the next one is due: 0 when one is due at any time, `Long.MAX_VALUE` when none ever is.
    long nextDueMillis() {
        return size == 0 ? Long.MAX_VALUE : due[heap[0]];
    }

    /// Takes out the first of those that are due.
    Optional<QueueEntry> next(long nowMillis) {
        return nextDueMillis() <= nowMillis ? Optional.of(takeOut(heap[0])) : Optional.empty();
    }

    /// Takes a message out.
    Optional<QueueEntry> take(QueueId id) {
        int slot = find(PackedId.of(id));
        return slot == NONE ? Optional.empty() : Optional.of(takeOut(slot));
    }

    private QueueEntry takeOut(int slot) {
        QueueEntry entry = entry(slot);
        unhash(slot);
        directory[slot] = null;
        run[slot] = null;
        int at = position[slot];
        int last = heap[--size];
        place(size, slot);
        if (last != slot) {
            place(at, last);
            up(at);
            down(position[last]);
        }
        return entry;
    }

    private QueueEntry entry(int slot) {
        QueueEntry entry = new QueueEntry(new PackedId(high[slot], low[slot]).id());
        entry.directory = directory[slot];
        entry.run = run[slot];
        entry.again = true;
        entry.dueKnown = (flags[slot] & DUE_KNOWN) != 0;
        entry.priority = priority[slot];
        return entry;
    }

    /// Takes a slot out of the hash table and moves up what had to give way to it.
    private void unhash(int slot) {
        int mask = table.length - 1;
        int hole = PackedId.hash(high[slot], low[slot]) & mask;
        while (table[hole] != slot) {
            hole = hole + 1 & mask;
        }
        for (int at = hole + 1 & mask; table[at] != NONE; at = at + 1 & mask) {
            int home = PackedId.hash(high[table[at]], low[table[at]]) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = NONE;
    }

    /// Some of the messages, for going through all of them bit by bit.
    ///
    /// @param entries copies; changing them changes nothing here
    /// @param next where to go on; negative at the end
    record Some(List<QueueEntry> entries, int next) {}

    /// Messages from a place on. Those that come and go meanwhile may be met or not.
    Some some(int from, int most) {
        List<QueueEntry> entries = new ArrayList<>();
        int slot = from;
        for (; slot < heap.length && entries.size() < most; slot++) {
            if (position[slot] < size) {
                entries.add(entry(slot));
            }
        }
        return new Some(entries, slot < heap.length ? slot : NONE);
    }

    /// Marks a message for a run, unless it has one.
    ///
    /// @param youngAfter one that was tried and is due later than this time is not marked
    /// @return false when it was not marked, or is not here
    boolean mark(QueueId id, long youngAfter) {
        int slot = find(PackedId.of(id));
        if (slot == NONE || run[slot] != null || (flags[slot] & MARKED) != 0) {
            return false;
        }
        if ((flags[slot] & DUE_KNOWN) != 0 && due[slot] > youngAfter) {
            return false;
        }
        flags[slot] |= MARKED;
        return true;
    }

    /// How many are marked.
    int marked() {
        int count = 0;
        for (int at = 0; at < size; at++) {
            count += (flags[heap[at]] & MARKED) != 0 ? 1 : 0;
        }
        return count;
    }

    /// Makes what is marked due now, as a part of a run.
    void makeMarkedDue(QueueRun of) {
        for (int at = 0; at < size; at++) {
            int slot = heap[at];
            if ((flags[slot] & MARKED) != 0) {
                flags[slot] = DUE_KNOWN;
                due[slot] = 0;
                run[slot] = of;
            }
        }
        for (int at = size / 2 - 1; at >= 0; at--) {
            down(at);
        }
    }

    private boolean before(int one, int other) {
        if (due[one] != due[other]) {
            return due[one] < due[other];
        }
        if (priority[one] != priority[other]) {
            return priority[one] < priority[other];
        }
        int first = Long.compareUnsigned(high[one], high[other]);
        return first != 0 ? first < 0 : Long.compareUnsigned(low[one], low[other]) < 0;
    }

    private void place(int at, int slot) {
        heap[at] = slot;
        position[slot] = at;
    }

    private void up(int from) {
        int at = from;
        int slot = heap[at];
        while (at > 0 && before(slot, heap[(at - 1) / 2])) {
            place(at, heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        place(at, slot);
    }

    private void down(int from) {
        int at = from;
        int slot = heap[at];
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], slot)) {
                break;
            }
            place(at, heap[child]);
            at = child;
        }
        place(at, slot);
    }
}
