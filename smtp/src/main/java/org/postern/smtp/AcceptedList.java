package org.postern.smtp;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// The accepted recipients of a transaction: an immutable list to which one more can be added in constant time, since
/// the longer list shares the storage of the shorter one.
final class AcceptedList extends AbstractList<Transaction.Accepted> {
    private final List<Transaction.Accepted> shared;
    private final int size;

    private AcceptedList(List<Transaction.Accepted> shared, int size) {
        this.shared = shared;
        this.size = size;
    }

    static AcceptedList of(Collection<Transaction.Accepted> recipients) {
        if (recipients instanceof AcceptedList list) {
            return list;
        }
        return new AcceptedList(new ArrayList<>(List.copyOf(recipients)), recipients.size());
    }

    /// This list and one more.
    AcceptedList plus(Transaction.Accepted recipient) {
        List<Transaction.Accepted> storage = shared;
        if (storage.size() != size) {
            // Somebody has already added to this list: the new one needs its own storage.
            storage = new ArrayList<>(shared.subList(0, size));
        }
        storage.add(recipient);
        return new AcceptedList(storage, size + 1);
    }

    @Override
    public Transaction.Accepted get(int index) {
        return shared.get(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
