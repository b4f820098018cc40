package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.postern.base.Clock;
import org.postern.base.PeerText;
import org.postern.mail.BodyType;
import org.postern.mail.ControllingUser;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.os.DurableFiles;

/// Lists queue directories in the exact form of sendmail's `mailq` (`-bp`). Reads files only, so that any process that
/// may read the directories can do it, whether a queue is open or not.
public final class QueueListing {
    /// How it is listed.
    ///
    /// @param selection which messages; its group is not looked at
    /// @param verbose with priorities and controlling users
    /// @param minQueueAgeSeconds `MinQueueAge`; younger messages that were tried are marked
    /// @param maxControlBytes larger control files are not read
    /// @param mostPrinted `MaxQueueRunSize`: no more messages of one directory are printed; 0 for all
    /// @param mostSorted with more messages than this in one directory they are printed as the directory gives them
    /// @param held tells for a priority whether the load of the host keeps such a message in the queue
    public record Style(
            QueueSelection selection,
            boolean verbose,
            long minQueueAgeSeconds,
            int maxControlBytes,
            int mostPrinted,
            int mostSorted,
            LongPredicate held) {
        private static final int MOST_SORTED = 20_000;

        /// With the usual number of messages that are sorted.
        ///
        /// @param mostPrinted `MaxQueueRunSize`; 0 for all
        public Style(
                QueueSelection selection,
                boolean verbose,
                long minQueueAgeSeconds,
                int maxControlBytes,
                int mostPrinted) {
            this(selection, verbose, minQueueAgeSeconds, maxControlBytes, mostPrinted, MOST_SORTED, _ -> false);
        }

        /// The same with the load of the host.
        public Style withHeld(LongPredicate priorities) {
            return new Style(
                    selection, verbose, minQueueAgeSeconds, maxControlBytes, mostPrinted, mostSorted, priorities);
        }

        QueueKind kind() {
            return selection.kind();
        }
    }

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SHORT_DATE = DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ROOT);

    private static final int ID_WIDTH = 13;
    private static final int SIZE_WIDTH = 8;
    private static final int PRIORITY_WIDTH = 10;

    private final DurableFiles files;
    private final Clock clock;
    private final ZoneId zone;
    private final Style style;
    private final Consumer<String> out;
    private final BooleanSupplier wanted;

    /// @param zone of the dates
    /// @param out takes the text in pieces
    public QueueListing(DurableFiles files, Clock clock, ZoneId zone, Style style, Consumer<String> out) {
        this(files, clock, zone, style, out, () -> true);
    }

    /// @param zone of the dates
    /// @param out takes the text in pieces
    /// @param wanted false when nobody reads any more
    public QueueListing(
            DurableFiles files, Clock clock, ZoneId zone, Style style, Consumer<String> out, BooleanSupplier wanted) {
        this.wanted = wanted;
        this.files = files;
        this.clock = clock;
        this.zone = zone;
        this.style = style;
        this.out = out;
    }

    /// Lists all directories and the total.
    ///
    /// @throws IOException when a directory cannot be read
    public void print(List<Path> bases) throws IOException {
        int total = printWithoutTotal(bases);
        out.accept("\t\tTotal requests: " + total + "\n");
    }

    /// Lists directories, as sendmail does it for one queue group.
    ///
    /// @return how many messages there are
    /// @throws IOException when a directory cannot be read
    public int printWithoutTotal(List<Path> bases) throws IOException {
        int total = 0;
        for (Path base : bases) {
            total += directory(QueueDirectory.at(files, base));
        }
        return total;
    }

    /// Says how many messages each directory holds, and with several of them the total (`sendmail -bP`).
    ///
    /// @throws IOException when a directory cannot be read
    public void printCounts(List<Path> bases) throws IOException {
        long total = 0;
        for (Path base : bases) {
            AtomicLong count = new AtomicLong();
            files.walk(QueueDirectory.at(files, base).controls(), name -> {
                QueueDirectory.id(style.kind().prefix(), name).ifPresent(_ -> count.incrementAndGet());
                return wanted.getAsBoolean();
            });
            total += count.get();
            out.accept(base + (count.get() == 0 ? " is empty\n" : ": entries=" + count.get() + "\n"));
        }
        if (bases.size() > 1) {
            out.accept("\t\tTotal requests: " + total + "\n");
        }
    }

    private int directory(QueueDirectory directory) throws IOException {
        Listed listed = new Listed(directory);
        files.walk(directory.controls(), name -> {
            Optional<QueueId> id = QueueDirectory.id(style.kind().prefix(), name);
            if (id.isPresent()) {
                listed.found(id.get());
            }
            return !listed.streaming || wanted.getAsBoolean();
        });
        listed.end();
        return listed.count;
    }

    /// The messages of one directory, by cost. When there are too many to read all of them before the first line is
    /// wanted, they are printed as the directory gives them, under a heading that says so.
    private final class Listed {
        private record One(QueueId id, long priority) {}

        private final QueueDirectory directory;
        private final boolean conditions = !style.selection.conditions().isEmpty();
        private final List<One> first = new ArrayList<>();
        private boolean streaming;
        private int count;
        private int printed;

        Listed(QueueDirectory directory) {
            this.directory = directory;
        }

        void found(QueueId id) throws IOException {
            long priority = 0;
            if (conditions) {
                Optional<Envelope> envelope = readable(directory, id);
                if (envelope.filter(style.selection::selects).isEmpty()) {
                    return;
                }
                priority = envelope.get().priority();
            }
            count++;
            if (streaming) {
                print(id);
                return;
            }
            first.add(new One(id, priority));
            if (first.size() > style.mostSorted) {
                streaming = true;
                heading("more than " + style.mostSorted + " requests");
                printAll(first);
                first.clear();
            }
        }

        void end() throws IOException {
            if (streaming) {
                return;
            }
            if (count == 0) {
                out.accept(directory.bodies() + " is empty\n");
                return;
            }
            List<One> sorted = new ArrayList<>(count);
            for (One one : first) {
                sorted.add(conditions ? one : new One(one.id, priority(one.id)));
            }
            // of equal ones as the directory gives them, which is sendmail's order too
            sorted.sort(Comparator.comparingLong(One::priority));
            boolean part = style.mostPrinted > 0 && count > style.mostPrinted;
            heading(count
                    + (count == 1 ? " request" : " requests")
                    + (part ? ", only " + style.mostPrinted + " printed" : ""));
            printAll(sorted);
        }

        private long priority(QueueId id) throws IOException {
            return readable(directory, id).map(Envelope::priority).orElse(Long.MAX_VALUE);
        }

        private void heading(String requests) {
            out.accept("\t\t" + directory.bodies() + " (" + requests + ")\n");
            out.accept(
                    style.verbose
                            ? "-----Q-ID----- --Size-- -Priority- ---Q-Time--- --------Sender/Recipient--------\n"
                            : "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n");
        }

        private void printAll(List<One> all) throws IOException {
            for (One each : all) {
                if (!wanted.getAsBoolean()) {
                    break;
                }
                print(each.id);
            }
        }

        private void print(QueueId id) throws IOException {
            if (style.mostPrinted == 0 || printed < style.mostPrinted) {
                printed++;
                message(directory, id);
            }
        }
    }

    private Optional<Envelope> readable(QueueDirectory directory, QueueId id) throws IOException {
        try {
            return envelope(directory, id);
        } catch (AccessDeniedException _) {
            return Optional.empty();
        }
    }

    private Path control(QueueDirectory directory, QueueId id) {
        return directory.controls().resolve(style.kind().prefix() + id.value());
    }

    private Optional<Envelope> envelope(QueueDirectory directory, QueueId id) throws IOException {
        try (DurableFiles.Handle handle = files.open(control(directory, id), false)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(handle.size(), style.maxControlBytes));
            int length = handle.read(bytes, 0);
            return QueueFileReader.read(id, bytes.array(), 0, length) instanceof QueueFileReader.Result.Read read
                    ? Optional.of(read.envelope())
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private void message(QueueDirectory directory, QueueId id) throws IOException {
        StringBuilder line = new StringBuilder(200);
        padded(line, id.value(), ID_WIDTH);
        Path control = control(directory, id);
        Optional<DurableFiles.Facts> facts = files.facts(control);
        if (facts.isEmpty()) {
            out.accept(line.append(" (job completed)\n").toString());
            return;
        }
        if (facts.get().size() == 0) {
            out.accept(line.append(" (no control file)\n").toString());
            return;
        }
        Optional<Envelope> envelope;
        try {
            envelope = envelope(directory, id);
        } catch (AccessDeniedException _) {
            out.accept(line.append(" (permission denied)\n").toString());
            return;
        }
        line.append(mark(control, envelope));
        long size =
                files.facts(directory.body(id)).map(DurableFiles.Facts::size).orElse(0L);
        envelope.ifPresent(each -> entry(line, each, size));
        out.accept(line.append('\n').toString());
    }

    /// `*` locked, `?` lost, `-` too young, `X` too dear for the load of the host, else a blank.
    private char mark(Path control, Optional<Envelope> envelope) throws IOException {
        if (style.kind() == QueueKind.LOST) {
            return '?';
        }
        if (locked(control)) {
            return '*';
        }
        long last = envelope.map(Envelope::lastAttemptSeconds).orElse(0L);
        boolean young =
                style.minQueueAgeSeconds > 0 && last > 0 && clock.epochSeconds() - last < style.minQueueAgeSeconds;
        if (young) {
            return '-';
        }
        return envelope.filter(each -> style.held.test(each.priority())).isPresent() ? 'X' : ' ';
    }

    private boolean locked(Path control) throws IOException {
        try {
            Optional<DurableFiles.Lock> lock = files.tryLock(control);
            lock.ifPresent(DurableFiles.Lock::close);
            return lock.isEmpty();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private void entry(StringBuilder line, Envelope envelope, long size) {
        ZonedDateTime arrived = Instant.ofEpochSecond(envelope.arrivedSeconds()).atZone(zone);
        padded(line, Long.toString(size), SIZE_WIDTH);
        if (style.verbose) {
            line.append(' ');
            padded(line, Long.toString(envelope.priority()), PRIORITY_WIDTH);
            line.append(envelope.flags().contains(EnvelopeFlag.WARNING_SENT) ? '+' : ' ');
            line.append(SHORT_DATE.format(arrived)).append(' ');
        } else {
            line.append(' ').append(DATE.format(arrived)).append(' ');
        }
        text(line, envelope.sender(), style.verbose ? 78 : 39);
        int limit = style.verbose ? 100 : 60;
        envelope.quarantineReason()
                .ifPresent(reason -> line.append("\n     QUARANTINE: ").append(cut(reason, limit)));
        if (envelope.statusMessage().isPresent() || envelope.bodyType() != BodyType.UNSTATED) {
            line.append("\n    ");
            padded(line, envelope.bodyType().keyword(), 10);
            envelope.statusMessage()
                    .ifPresent(status ->
                            line.append("   (").append(cut(status, limit)).append(')'));
        }
        recipients(line, envelope.recipients());
    }

    private void recipients(StringBuilder line, List<Recipient> recipients) {
        Optional<ControllingUser> last = Optional.empty();
        for (Recipient recipient : recipients) {
            if (style.verbose) {
                Optional<ControllingUser> user = recipient.controllingUser();
                if (!user.equals(last)) {
                    line.append("\n\t\t\t\t\t\t(---")
                            .append(cut(user.map(QueueListing::written).orElse(""), 64))
                            .append("---)");
                    last = user;
                }
                line.append("\n\t\t\t\t\t\t");
                text(line, recipient.address(), 71);
            } else {
                line.append("\n\t\t\t\t\t ");
                text(line, recipient.address(), 38);
            }
        }
    }

    /// As it stands in a control file.
    private static String written(ControllingUser user) {
        String who = user.uid() == 0 || user.user().isEmpty() ? "" : user.user() + ":" + user.uid() + ":" + user.gid();
        return who + ":" + user.address();
    }

    private static void padded(StringBuilder line, String text, int width) {
        line.repeat(' ', Math.max(0, width - text.length())).append(text);
    }

    /// The text with what does not print made harmless, as sendmail counts it.
    private static void text(StringBuilder line, String text, int max) {
        int left = max;
        for (int i = 0; i < text.length() && left > 0; i++) {
            char c = text.charAt(i);
            left--;
            if (c == '\\') {
                if (left > 0) {
                    left--;
                    line.append("\\\\");
                }
            } else if (c >= ' ' && c < 127) {
                line.append(c);
            } else {
                left -= 3;
                if (left > 0) {
                    line.append(PeerText.escape(String.valueOf(c), 8));
                }
            }
        }
    }

    private static String cut(String text, int max) {
        String safe = PeerText.escape(text, text.length() * 4 + 4);
        return safe.substring(0, Math.min(safe.length(), max));
    }
}
