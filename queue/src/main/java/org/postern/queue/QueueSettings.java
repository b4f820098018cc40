package org.postern.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Envelope;

/// Everything that the options decide about the queue.
///
/// @param journalDirectory where the journal is; exists, mode 0700, belongs to this process
/// @param groups the queue groups with their directories, with `qf`, `df` below each when these exist
/// @param fileMode `QueueFileMode`
/// @param owner the user id of this process; control files of others than it and root are refused
/// @param minFreeBytes `MinFreeBlocks` in bytes: below, no message is received
/// @param journal size of the journal
/// @param memory what is kept in memory
/// @param times when things happen
/// @param retries when a message is tried again
/// @param factors how priorities are computed
/// @param runs how queue runs go
/// @param safety how safe a message is when it is acknowledged
public record QueueSettings(
        Path journalDirectory,
        QueueGroups groups,
        int fileMode,
        int owner,
        long minFreeBytes,
        JournalLimits journal,
        Memory memory,
        Times times,
        RetryTimes retries,
        PriorityFactors factors,
        RunRules runs,
        QueueSafety safety) {
    /// What is kept in memory.
    ///
    /// @param maxMessages how many messages are kept with their control data; others are read when they are due
    /// @param maxBytes how many bytes of bodies are kept
    /// @param maxInlineBody larger bodies go to a file while they arrive
    /// @param maxControlBytes larger control data is refused
    /// @param maxKnown how many messages are known at all; of more, the queue directories are gone through
    ///     part by part
    public record Memory(int maxMessages, long maxBytes, int maxInlineBody, int maxControlBytes, int maxKnown) {
        private static final int KNOWN = 2_000_000;

        /// With the usual number of messages that are known.
        public Memory(int maxMessages, long maxBytes, int maxInlineBody, int maxControlBytes) {
            this(maxMessages, maxBytes, maxInlineBody, maxControlBytes, KNOWN);
        }

        /// 10 000 messages with 64 MiB of bodies.
        public static final Memory STANDARD = new Memory(10_000, 64L << 20, 256 << 10, 16 << 20);
    }

    /// When things happen.
    ///
    /// @param handOverAfter a message older than this is written as `qf` and `df` files
    /// @param closeWait how long a close waits for deliveries under way
    /// @param fileWorkers how many threads write and read queue files
    /// @param firstAttemptWait how long a client waits for the first attempt ([DeliveryStart#AWAITED]); less
    ///     than what clients are patient for (10 minutes, RFC 5321 §4.5.3.2.6)
    public record Times(Duration handOverAfter, Duration closeWait, int fileWorkers, Duration firstAttemptWait) {
        private static final Duration FIRST_ATTEMPT = Duration.ofMinutes(5);

        /// 5 seconds, 10 seconds, 4 threads, 5 minutes.
        public static final Times STANDARD = new Times(Duration.ofSeconds(5), Duration.ofSeconds(10), 4);

        /// With the usual wait for a first attempt.
        public Times(Duration handOverAfter, Duration closeWait, int fileWorkers) {
            this(handOverAfter, closeWait, fileWorkers, FIRST_ATTEMPT);
        }
    }

    /// When a message of a group is tried again: by the interval of its group (`I=`) where it has one.
    RetryTimes retries(@Nullable QueueDirectory directory, Envelope envelope) {
        QueueGroup group = directory == null
                ? groups.of(envelope)
                : groups.find(directory.group()).orElseGet(() -> groups.of(envelope));
        return group.interval().isZero() ? retries : retries.withInterval(group.interval());
    }

    /// The directories of all groups.
    public List<Path> queueDirectories() {
        return groups.directories();
    }

    /// The defaults.
    ///
    /// @param owner the user id of this process
    public static QueueSettings standard(Path journalDirectory, List<Path> queueDirectories, int owner) {
        return new QueueSettings(
                journalDirectory,
                QueueGroups.single(queueDirectories),
                0600,
                owner,
                100 << 10,
                JournalLimits.STANDARD,
                Memory.STANDARD,
                Times.STANDARD,
                RetryTimes.STANDARD,
                PriorityFactors.STANDARD,
                RunRules.STANDARD,
                QueueSafety.DURABLE);
    }

    /// The same with another journal.
    public QueueSettings withJournal(JournalLimits limits) {
        return new QueueSettings(
                journalDirectory,
                groups,
                fileMode,
                owner,
                minFreeBytes,
                limits,
                memory,
                times,
                retries,
                factors,
                runs,
                safety);
    }

    /// The same with another memory.
    public QueueSettings withMemory(Memory limits) {
        return new QueueSettings(
                journalDirectory,
                groups,
                fileMode,
                owner,
                minFreeBytes,
                journal,
                limits,
                times,
                retries,
                factors,
                runs,
                safety);
    }

    /// The same with other times.
    public QueueSettings withTimes(Times other) {
        return new QueueSettings(
                journalDirectory,
                groups,
                fileMode,
                owner,
                minFreeBytes,
                journal,
                memory,
                other,
                retries,
                factors,
                runs,
                safety);
    }

    /// The same with other retry times.
    public QueueSettings withRetries(RetryTimes other) {
        return new QueueSettings(
                journalDirectory,
                groups,
                fileMode,
                owner,
                minFreeBytes,
                journal,
                memory,
                times,
                other,
                factors,
                runs,
                safety);
    }

    /// The same with another mode and limit of free space.
    public QueueSettings withFiles(int mode, long minFree) {
        return new QueueSettings(
                journalDirectory, groups, mode, owner, minFree, journal, memory, times, retries, factors, runs, safety);
    }

    /// The same with other rules for queue runs.
    public QueueSettings withRuns(RunRules rules) {
        return new QueueSettings(
                journalDirectory,
                groups,
                fileMode,
                owner,
                minFreeBytes,
                journal,
                memory,
                times,
                retries,
                factors,
                rules,
                safety);
    }

    /// The same with other groups.
    public QueueSettings withGroups(QueueGroups others) {
        return new QueueSettings(
                journalDirectory,
                others,
                fileMode,
                owner,
                minFreeBytes,
                journal,
                memory,
                times,
                retries,
                factors,
                runs,
                safety);
    }

    /// The same with another safety.
    public QueueSettings withSafety(QueueSafety other) {
        return new QueueSettings(
                journalDirectory,
                groups,
                fileMode,
                owner,
                minFreeBytes,
                journal,
                memory,
                times,
                retries,
                factors,
                runs,
                other);
    }
}
