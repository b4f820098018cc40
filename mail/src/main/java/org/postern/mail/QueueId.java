package org.postern.mail;

/// The name of a message in the queue: the part of a `qf` file name after the prefix.
///
/// 8 characters of time and the process number, 14 characters as sendmail 8.17 makes them; up to 21 are read
/// (sendmail op guide, appendix B).
///
/// @param value only letters and digits, so that it is safe as a file name and in a log
public record QueueId(String value) implements Comparable<QueueId> {
    private static final int MAX_LENGTH = 21;

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

    @Override
    public int compareTo(QueueId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
