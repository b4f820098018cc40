package org.postern.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// The name of a message in the queue: the part of a `qf` file name after the prefix.
///
/// 8 characters of time and the process number, 14 characters as sendmail 8.17 makes them; up to 21 are read
/// (sendmail op guide, appendix B).
///
/// @param value only letters and digits, so that it is safe as a file name and in a log
public record QueueId(String value) implements Comparable<QueueId> {
    private static final int MAX_LENGTH = 21;
    private static final int TIME_LENGTH = 6;

    /// Before sendmail 8.10 ids had no time, and were shorter.
    private static final int SHORTEST_WITH_TIME = 13;

    private static final String TIME_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";

    public QueueId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("queue id of " + value.length() + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!good) {
                throw new IllegalArgumentException("queue id with the character code " + (int) c);
            }
        }
    }

    /// When a message was made, as the beginning of its id says: year, month, day, hour, minute and second in
    /// universal time, one of sixty characters each. Of the years that have the same character, the latest counts.
    ///
    /// @param id the id, or what follows the prefix in the name of a queue file
    /// @param nowMillis milliseconds since 1970
    /// @return milliseconds since 1970; empty when the id says no such time
    public static Optional<Long> made(String id, long nowMillis) {
        if (id.length() < SHORTEST_WITH_TIME) {
            return Optional.empty();
        }
        int[] parts = new int[TIME_LENGTH];
        for (int i = 0; i < TIME_LENGTH; i++) {
            parts[i] = TIME_ALPHABET.indexOf(id.charAt(i));
            if (parts[i] < 0) {
                return Optional.empty();
            }
        }
        int thisYear = Instant.ofEpochMilli(nowMillis).atOffset(ZoneOffset.UTC).getYear();
        int year = thisYear - Math.floorMod(thisYear - 1900 - parts[0], TIME_ALPHABET.length());
        try {
            long made = LocalDateTime.of(year, parts[1] + 1, parts[2], parts[3], parts[4], parts[5])
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            return made <= nowMillis ? Optional.of(made) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(QueueId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
