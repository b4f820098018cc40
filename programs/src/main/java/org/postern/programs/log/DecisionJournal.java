package org.postern.programs.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.receive.SessionDecision;

/// The journal of decisions: what clients were told, refused sessions too, and what became of deliveries, for
/// `postern explain id`.
///
/// A line is the time, the id and the fields of a [SessionDecision], with tabs between. When the file is full it
/// becomes `NAME.1` and a new one is begun, so that both together never take more than twice the limit. It is help
/// for people: what cannot be written is lost, and mail goes on.
public final class DecisionJournal implements EventSink, AutoCloseable {
    /// The usual limit of one file in bytes.
    public static final long USUAL_LIMIT = 16L << 20;

    /// The moment of an attempt to deliver.
    public static final String DELIVERY = "delivery";

    private static final EnhancedStatus LOCAL_ERROR = new EnhancedStatus(5, 3, 5);
    private static final String NAME = "decisions";
    private static final int LONGEST_LINE = 16_384;

    /// Time and id come before the fields of a decision.
    private static final int FIELDS = 15;

    private final Path file;
    private final long limit;
    private final Clock clock;
    private final EventSink next;
    private final ReentrantLock lock = new ReentrantLock();
    private LineFile lines;
    private long size;

    private DecisionJournal(Path file, long limit, Clock clock, EventSink next, LineFile lines, long size) {
        this.file = file;
        this.limit = limit;
        this.clock = clock;
        this.next = next;
        this.lines = lines;
        this.size = size;
    }

    /// Opens the journal; a new file gets mode 0600.
    ///
    /// @param limit of one file in bytes
    /// @param next gets all other events
    public static DecisionJournal open(Path file, long limit, Clock clock, EventSink next) throws IOException {
        LineFile lines = LineFile.open(file);
        return new DecisionJournal(file, limit, clock, next, lines, Files.size(file));
    }

    /// Where the journal of a daemon is.
    ///
    /// @param queueDirectories those of its configuration
    public static Path place(List<Path> queueDirectories) {
        return queueDirectories.getFirst().resolve(NAME);
    }

    @Override
    public void accept(Event event) {
        if (event instanceof SessionDecision decision) {
            write(decision);
            return;
        }
        if (event instanceof DeliveryAttempted attempt) {
            write(ofDelivery(attempt));
        }
        next.accept(event);
    }

    /// What became of a recipient in one attempt, in the place of a reply.
    private static SessionDecision ofDelivery(DeliveryAttempted attempt) {
        String way = attempt.mailer() + (attempt.relay().isEmpty() ? "" : " by " + attempt.relay());
        return new SessionDecision(
                attempt.id(),
                DELIVERY,
                new SessionDecision.Facts("", "", "", "", "", "", "", "", "", "", attempt.to()),
                (way.isEmpty() ? "" : way + ": ") + attempt.outcome().statusText() + detail(attempt.outcome()));
    }

    /// What says more than the words of a local error: where mail loops back to this host, for example.
    private static String detail(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.Failed failed
                        && failed.status().equals(LOCAL_ERROR)
                ? failed.remoteReply()
                        .map(reply -> " (" + PeerText.of(reply).forLog() + ")")
                        .orElse("")
                : "";
    }

    private void write(SessionDecision decision) {
        String line = new Entry(Instant.ofEpochMilli(clock.epochMillis()).toString(), decision).line();
        lock.lock();
        try {
            if (size + line.length() > limit) {
                turn();
            }
            lines.append(line);
            size += line.length();
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        try {
            Files.move(file, earlier(file), StandardCopyOption.REPLACE_EXISTING);
            LineFile fresh = LineFile.open(file);
            lines.close();
            lines = fresh;
        } catch (IOException _) {
            // The old file goes on; it is tried again after as many bytes.
        }
        size = 0;
    }

    private static Path earlier(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /// One line of a journal.
    ///
    /// @param time in UTC, ISO 8601
    public record Entry(String time, SessionDecision decision) {
        /// As it stands in the file, with its line end.
        public String line() {
            StringBuilder line =
                    new StringBuilder(256).append(time).append('\t').append(decision.id());
            decision.fields()
                    .forEach(field -> line.append('\t').append(field.value().replace('\t', ' ')));
            return line.append('\n').toString();
        }
    }

    /// What a journal has, oldest first; lines that are none are passed over.
    ///
    /// @param most the newest so many are kept
    /// @throws IOException when there is no journal, or it cannot be read
    public static List<Entry> read(Path file, Predicate<SessionDecision> wanted, int most) throws IOException {
        Deque<Entry> kept = new ArrayDeque<>();
        List<Path> files = new ArrayList<>();
        if (Files.isReadable(earlier(file))) {
            files.add(earlier(file));
        }
        files.add(file);
        for (Path one : files) {
            try (BufferedReader lines = Files.newBufferedReader(one, StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    entry(line).filter(entry -> wanted.test(entry.decision())).ifPresent(kept::add);
                    if (kept.size() > most) {
                        kept.remove();
                    }
                }
            }
        }
        return List.copyOf(kept);
    }

    private static Optional<Entry> entry(String line) {
        String[] words = line.length() > LONGEST_LINE ? new String[0] : line.split("\t", -1);
        if (words.length != FIELDS) {
            return Optional.empty();
        }
        SessionDecision.Facts facts = new SessionDecision.Facts(
                words[3], words[4], words[5], words[6], words[7], words[8], words[9], words[10], words[11], words[12],
                words[13]);
        return Optional.of(new Entry(words[0], new SessionDecision(words[1], words[2], facts, words[14])));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
