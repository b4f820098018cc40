package org.postern.queue;

import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;

/// In which order a queue run takes messages (sendmail op guide §5.6, QueueSortOrder).
public enum QueueSortOrder {
    /// By cost, the cheapest first.
    PRIORITY('p'),
    /// By the host of the first recipient, then by cost: messages for one host follow each other.
    HOST('h'),
    /// By the time of arrival.
    TIME('t'),
    /// By the name of the control file.
    FILENAME('f'),
    /// By the time of the last change of the control file.
    MODIFICATION('m'),
    /// At random.
    RANDOM('r'),
    /// As the directory gives them.
    NONE('n');

    private final char letter;

    QueueSortOrder(char letter) {
        this.letter = letter;
    }

    /// The order that a value of the option names by its first letter; empty for a value that sendmail refuses.
    public static Optional<QueueSortOrder> of(String value) {
        char first = value.isEmpty() ? ' ' : Ascii.lower(value).charAt(0);
        // shuffle by host is our random
        char wanted = first == 's' ? 'r' : first;
        for (QueueSortOrder order : values()) {
            if (order.letter == wanted) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /// True when the order needs more than the name of a message.
    boolean readsMessages() {
        return this == PRIORITY || this == HOST || this == TIME;
    }

    /// What the order looks at.
    ///
    /// @param id the name of the message
    /// @param priority its cost
    /// @param host of the first recipient, in lower case
    /// @param arrived seconds
    /// @param modified of the control file, milliseconds
    /// @param random a number drawn for it
    record Key(String id, long priority, String host, long arrived, long modified, long random) {
        static Key of(QueueEntry entry, Optional<Envelope> envelope, long modified, RandomGenerator random) {
            String host = envelope.map(QueueSortOrder::hostOf).orElse("");
            return new Key(
                    entry.id.value(),
                    envelope.map(Envelope::priority).orElse(entry.priority),
                    host,
                    envelope.map(Envelope::arrivedSeconds).orElse(0L),
                    modified,
                    random.nextLong());
        }
    }

    /// The comparison; keys that are equal for it keep the order that they have.
    Comparator<Key> comparator() {
        return switch (this) {
            case PRIORITY -> Comparator.comparingLong(Key::priority);
            case HOST -> Comparator.comparing(Key::host).thenComparingLong(Key::priority);
            case TIME -> Comparator.comparingLong(Key::arrived);
            case FILENAME -> Comparator.comparing(Key::id);
            case MODIFICATION -> Comparator.comparingLong(Key::modified);
            case RANDOM -> Comparator.comparingLong(Key::random);
            case NONE -> Comparator.comparingInt(_ -> 0);
        };
    }

    private static String hostOf(Envelope envelope) {
        if (envelope.recipients().isEmpty()) {
            return "";
        }
        String address = envelope.recipients().getFirst().address();
        int at = address.lastIndexOf('@');
        String host = at < 0 ? "" : address.substring(at + 1);
        return Ascii.lower(host.endsWith(">") ? host.substring(0, host.length() - 1) : host);
    }
}
