package org.postern.deliver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// How far the delivery of one message has come: which addresses are still open, and what was tried.
///
/// Whatever stops a delivery, each recipient is either still open or in exactly one attempt; that is why none is lost.
/// Safe for the deliveries of one message that run at the same time.
final class DeliveryProgress {
    private static final int MOST_TRANSCRIPT = 2000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ExpandedAddress> open = new LinkedHashSet<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private Envelope envelope;
    private boolean divided;

    DeliveryProgress(Envelope envelope) {
        this.envelope = envelope;
        envelope.recipients().forEach(recipient -> open.add(ExpandedAddress.root(recipient)));
    }

    /// The recipients have become these addresses.
    void expanded(Collection<ExpandedAddress> addresses) {
        lock.lock();
        try {
            open.clear();
            open.addAll(addresses);
        } finally {
            lock.unlock();
        }
    }

    /// The sender of what is open has changed.
    void worksOn(Envelope changed) {
        lock.lock();
        try {
            envelope = changed;
        } finally {
            lock.unlock();
        }
    }

    /// Another envelope has these addresses now.
    void handedOver(Collection<ExpandedAddress> addresses) {
        lock.lock();
        try {
            addresses.forEach(open::remove);
            divided = true;
        } finally {
            lock.unlock();
        }
    }

    /// True when the message can be given back as it was: nothing was tried, or nobody was asked, and no other
    /// envelope has any of its addresses.
    boolean untouched() {
        lock.lock();
        try {
            return !divided && attempts.stream().allMatch(one -> DeliveryTexts.isCrowded(one.outcome()));
        } finally {
            lock.unlock();
        }
    }

    /// These addresses stand for others again.
    void takenBack(Collection<ExpandedAddress> members, Collection<ExpandedAddress> lists) {
        lock.lock();
        try {
            members.forEach(open::remove);
            open.addAll(lists);
        } finally {
            lock.unlock();
        }
    }

    /// An attempt was made.
    void tried(Attempt attempt) {
        lock.lock();
        try {
            attempt.addresses().forEach(open::remove);
            attempts.add(attempt);
        } finally {
            lock.unlock();
        }
    }

    /// The envelope as it is now.
    Envelope envelope() {
        lock.lock();
        try {
            return envelope;
        } finally {
            lock.unlock();
        }
    }

    /// What was not tried.
    List<ExpandedAddress> open() {
        lock.lock();
        try {
            return List.copyOf(open);
        } finally {
            lock.unlock();
        }
    }

    /// What a crash should leave in the queue: everything but what has arrived and needs no receipt. What
    /// failed is there too, because its report is not written yet.
    List<Recipient> unfinished() {
        lock.lock();
        try {
            Set<Recipient> left = new LinkedHashSet<>();
            open.forEach(address -> left.add(address.recipient()));
            for (Attempt attempt : attempts) {
                boolean arrived = attempt.outcome() instanceof DeliveryOutcome.Delivered
                        || attempt.outcome() instanceof DeliveryOutcome.Relayed;
                attempt.addresses().stream()
                        .map(ExpandedAddress::recipient)
                        .filter(recipient -> !arrived || recipient.flags().contains(RecipientFlag.NOTIFY_SUCCESS))
                        .forEach(left::add);
            }
            return List.copyOf(left);
        } finally {
            lock.unlock();
        }
    }

    /// What reports tell of how it came about; a long one is cut off.
    List<String> transcript() {
        return attempts().stream()
                .flatMap(attempt -> attempt.transcript().stream())
                .limit(MOST_TRANSCRIPT)
                .toList();
    }

    /// What was tried, in order.
    List<Attempt> attempts() {
        lock.lock();
        try {
            return List.copyOf(attempts);
        } finally {
            lock.unlock();
        }
    }
}
