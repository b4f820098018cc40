package org.postern.programs.statistics;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.MailEvent;
import org.postern.receive.RulesetEvent;

/// Counts the events of the network process for the statistics file, at sendmail's moments: a message when it was
/// collected, a delivery when it succeeded, a rejection when a rule set decided it.
public final class StatisticsCounter implements EventSink {
    private final StatusFile file;
    private final List<String> mailers;
    private final LongSupplier accepted;
    private final LongSupplier opened;
    private final Clock clock;
    private MailStatistics waiting;
    private final LinkedHashMap<String, Long> sizes = new LinkedHashMap<>();
    private long acceptedBefore;
    private long openedBefore;
    private String lastTrouble = "";

    private static final int MOST_SIZES = 10_000;
    private static final long KILOBYTE = 1024;

    /// @param mailers the names of mailers, by number
    /// @param accepted connections of clients since the start
    /// @param opened connections to other hosts since the start
    public StatisticsCounter(
            StatusFile file, List<String> mailers, LongSupplier accepted, LongSupplier opened, Clock clock) {
        this.file = file;
        this.mailers = List.copyOf(mailers);
        this.accepted = accepted;
        this.opened = opened;
        this.clock = clock;
        this.waiting = new MailStatistics(clock.epochSeconds());
    }

    @Override
    public void accept(Event event) {
        if (event instanceof MailEvent.MessageReceived message) {
            received(message);
        } else if (event instanceof DeliveryAttempted attempt && isSuccess(attempt.outcome())) {
            delivered(attempt);
        } else if (event instanceof RulesetEvent decision) {
            decided(decision);
        }
    }

    private static boolean isSuccess(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.Delivered || outcome instanceof DeliveryOutcome.Relayed;
    }

    private static long kilobytes(long bytes) {
        return (bytes + KILOBYTE - 1) / KILOBYTE;
    }

    private synchronized void received(MailEvent.MessageReceived message) {
        int mailer = numberOf(message.senderMailer());
        long kilobytes = kilobytes(message.size());
        waiting.add(MailStatistics.Count.MESSAGES_FROM, mailer, 1);
        waiting.add(MailStatistics.Count.KILOBYTES_FROM, mailer, kilobytes);
        sizes.put(message.id().value(), kilobytes);
        if (sizes.size() > MOST_SIZES) {
            sizes.pollFirstEntry();
        }
    }

    private synchronized void delivered(DeliveryAttempted attempt) {
        int mailer = numberOf(attempt.mailer());
        waiting.add(MailStatistics.Count.MESSAGES_TO, mailer, 1);
        waiting.add(MailStatistics.Count.KILOBYTES_TO, mailer, sizes.getOrDefault(attempt.id(), 1L));
    }

    private synchronized void decided(RulesetEvent decision) {
        int mailer = numberOf(decision.senderMailer());
        switch (decision.action()) {
            case REJECT -> reject(MailStatistics.Count.REJECTED, mailer, decision.queueId());
            case DISCARD -> reject(MailStatistics.Count.DISCARDED, mailer, decision.queueId());
            case QUARANTINE -> waiting.add(MailStatistics.Count.QUARANTINED, mailer, 1);
        }
    }

    /// A connection that is rejected before it has a message belongs to no mailer.
    private void reject(MailStatistics.Count count, int mailer, Optional<String> message) {
        if (message.isPresent()) {
            waiting.add(count, mailer, 1);
        }
        waiting.addConnections(0, 0, 1);
    }

    private int numberOf(String name) {
        for (int i = 0; i < mailers.size(); i++) {
            if (Ascii.sameIgnoringCase(mailers.get(i), name)) {
                return i;
            }
        }
        return 0;
    }

    /// Adds to the file what has been counted since the last time. What could not be added stays for the next time.
    ///
    /// @return a trouble that was not told before
    public Optional<String> write() throws InterruptedException {
        MailStatistics now = take();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        String trouble;
        try {
            trouble = file.add(now, clock.epochSeconds()).orElse("");
        } catch (IOException failed) {
            trouble = String.valueOf(failed.getMessage());
        }
        if (!trouble.isEmpty()) {
            putBack(now);
        }
        boolean told = trouble.isEmpty() || trouble.equals(lastTrouble);
        lastTrouble = trouble;
        return told ? Optional.empty() : Optional.of(trouble);
    }

    private synchronized MailStatistics take() {
        MailStatistics taken = waiting;
        long acceptedNow = accepted.getAsLong();
        long openedNow = opened.getAsLong();
        taken.addConnections(acceptedNow - acceptedBefore, openedNow - openedBefore, 0);
        acceptedBefore = acceptedNow;
        openedBefore = openedNow;
        waiting = new MailStatistics(clock.epochSeconds());
        return taken;
    }

    private synchronized void putBack(MailStatistics more) {
        waiting.add(more);
    }
}
