package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.deliver.DeliveryLimits;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.programs.control.ControlClient;
import org.postern.queue.JournalLimits;
import org.postern.queue.JournalQueue;
import org.postern.queue.PriorityFactors;
import org.postern.queue.QueueException;
import org.postern.queue.QueueGroups;
import org.postern.queue.QueueSafety;
import org.postern.queue.QueueSettings;
import org.postern.queue.QueueSortOrder;
import org.postern.queue.RetryTimes;
import org.postern.queue.RunRules;

/// The queue of a network process, as its configuration says.
final class QueueSetup {
    private static final long BLOCK = 1024;

    /// A process whose helper was killed ends its deliveries and stores what it has before it lets go.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(100);

    /// One try to open a queue.
    interface Opening {
        JournalQueue open() throws IOException, QueueException;
    }

    private QueueSetup() {}

    /// Opens it; where another process has it still, as one does that is about to end, this waits up to half a minute.
    ///
    /// @throws QueueException when the other process keeps it, or the storage fails
    static JournalQueue open(
            DaemonSettings settings, Configuration configuration, Clock clock, SecureRandom random, EventSink events)
            throws IOException, QueueException {
        QueueSettings queue = settings(settings, configuration);
        JournalQueue.Surroundings around = new JournalQueue.Surroundings(
                new RealDurableFiles(),
                clock,
                random,
                events,
                ProcessHandle.current().pid());
        return patiently(clock, () -> JournalQueue.open(queue, around));
    }

    static JournalQueue patiently(Clock clock, Opening opening) throws IOException, QueueException {
        long begun = clock.nanoTime();
        while (true) {
            try {
                return opening.open();
            } catch (QueueException e) {
                if (e.kind() != QueueException.Kind.IN_USE || clock.nanoTime() - begun >= PATIENCE.toNanos()) {
                    throw e;
                }
            }
            try {
                clock.pause(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while another process had the queue", e);
            }
        }
    }

    private static QueueSettings settings(DaemonSettings settings, Configuration configuration) throws IOException {
        OptionValues options = configuration.options();
        QueueGroups groups = DaemonConfiguration.queueGroups(configuration);
        Path journal =
                ControlClient.place(groups.directories()).resolveSibling(".").normalize();
        if (!Files.isDirectory(journal)) {
            Files.createDirectory(
                    journal, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        QueueSettings standard =
                QueueSettings.standard(journal, groups.directories(), ProcessIdentity.effectiveUserId());
        JournalLimits limits = JournalLimits.STANDARD;
        Duration age = options.duration(CfOption.MIN_QUEUE_AGE);
        Duration oldest = options.duration(CfOption.MAX_QUEUE_AGE);
        RetryTimes retries = retries(settings, age, oldest);
        return new QueueSettings(
                journal,
                groups,
                options.octal(CfOption.QUEUE_FILE_MODE),
                standard.owner(),
                options.number(CfOption.MIN_FREE_BLOCKS) * BLOCK,
                new JournalLimits(
                        (int) settings.segmentBytes(),
                        limits.maxSegments(),
                        limits.keptFree(),
                        limits.gather(),
                        limits.idleSync()),
                standard.memory(),
                standard.times(),
                retries,
                new PriorityFactors(
                        options.number(CfOption.RECIPIENT_FACTOR),
                        options.number(CfOption.CLASS_FACTOR),
                        options.number(CfOption.RETRY_FACTOR)),
                new RunRules(
                        QueueSortOrder.of(options.text(CfOption.QUEUE_SORT_ORDER))
                                .orElse(QueueSortOrder.PRIORITY),
                        (int) Math.min(Integer.MAX_VALUE, options.number(CfOption.MAX_QUEUE_RUN_SIZE)),
                        settings.service() != DaemonSettings.Service.RUN,
                        "qd".indexOf(options.letter(CfOption.DELIVERY_MODE, 'b')) < 0,
                        runners(settings, (int) options.number(CfOption.MAX_QUEUE_CHILDREN)),
                        !(age.isZero() && oldest.isZero())),
                QueueSafety.of(options.text(CfOption.SUPER_SAFE)));
    }

    /// A daemon leaves a quarter of its places to new mail, however many messages of a queue run hang at silent hosts.
    private static int runners(DaemonSettings settings, int configured) {
        int most = DeliveryLimits.defaults().messages() * 3 / 4;
        boolean alone = settings.service() == DaemonSettings.Service.RUN;
        return configured == 0 && !alone ? most : configured;
    }

    /// When a message is tried again: by the interval of `-q30m` where there is one, else with growing waits of our
    /// own; a single run takes all that are old enough.
    private static RetryTimes retries(DaemonSettings settings, Duration age, Duration oldest) {
        RetryTimes times = RetryTimes.STANDARD.withAges(age, oldest);
        if (settings.service() == DaemonSettings.Service.RUN) {
            return times.withInterval(Duration.ZERO);
        }
        long interval = settings.queueIntervalSeconds();
        return interval > 0 ? times.withInterval(Duration.ofSeconds(interval)) : times;
    }
}
