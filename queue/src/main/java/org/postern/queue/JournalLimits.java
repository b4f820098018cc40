package org.postern.queue;

import java.time.Duration;

/// How large the journal may be.
///
/// @param segmentBytes size of one file, a multiple of 4096; it is written with zeros when it is made
/// @param maxSegments how many files there may be; when all hold unfinished messages, commits fail
/// @param keptFree how many unused files are kept for the next use
/// @param gather how long a commit may wait for others, so that they share one sync; only when commits came
///     together lately
/// @param idleSync after how much idleness records that nobody waits for (of finished messages) are forced to the disk
public record JournalLimits(int segmentBytes, int maxSegments, int keptFree, Duration gather, Duration idleSync) {
    private static final int SMALLEST = 16;

    /// 64 files of 64 MiB at most, two of them in quiet times.
    public static final JournalLimits STANDARD =
            new JournalLimits(64 << 20, 64, 2, Duration.ofMillis(4), Duration.ofMillis(100));

    public JournalLimits {
        if (gather.isNegative() || gather.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("a commit may wait for others from 0 to 1 second: " + gather);
        }
        if (segmentBytes % JournalFormat.BLOCK != 0 || segmentBytes < SMALLEST * JournalFormat.BLOCK) {
            throw new IllegalArgumentException("journal segments of " + segmentBytes + " bytes");
        }
        if (maxSegments < 2 || keptFree < 1) {
            throw new IllegalArgumentException("a journal needs at least two segments and one free one");
        }
    }

    /// The longest record that a segment can hold.
    int maxPayload() {
        return segmentBytes - 2 * JournalFormat.BLOCK - JournalFormat.HEAD;
    }
}
