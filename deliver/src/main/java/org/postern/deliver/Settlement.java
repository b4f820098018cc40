package org.postern.deliver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;

/// Ends a claim: reports are committed first, then the recipients that are finished leave the queue and the others
/// stay.
///
/// When a report cannot be committed, its recipients stay too: better a second attempt than a silent loss.
final class Settlement {
    /// Why a message is put aside that can neither be delivered nor returned: sendmail's words.
    private static final String NOBODY_TO_TELL = "savemail panic";

    private final Bounces bounces;
    private final AgeLimits ages;
    private final GroupSplit groups;
    private final Clock clock;
    private final EventSink events;

    Settlement(Bounces bounces, AgeLimits ages, GroupSplit groups, Clock clock, EventSink events) {
        this.groups = groups;
        this.bounces = bounces;
        this.ages = ages;
        this.clock = clock;
        this.events = events;
    }

    /// What is to be done with the recipients of one message.
    private static final class Account {
        private final List<ReportEntry> failed = new ArrayList<>();
        private final List<ReportEntry> late = new ArrayList<>();
        private final List<ReportEntry> arrived = new ArrayList<>();
        private final Set<Recipient> remaining = new LinkedHashSet<>();
        private Optional<String> status = Optional.empty();
        private boolean expired;
        private boolean lost;
    }

    /// True when a message that found no free connection may wait for one, without an attempt being counted: nobody is
    /// to be told yet that it is late or that its time is over.
    boolean mayWait(DeliveryProgress progress) {
        if (progress.attempts().isEmpty()) {
            return false;
        }
        Envelope envelope = progress.envelope();
        long now = clock.epochSeconds();
        Account account = account(progress, now);
        return !account.expired && !warningDue(envelope, account, now);
    }

    /// Ends the claim with done or retry.
    ///
    /// @return true when the message has left the queue
    /// @throws QueueException when the queue did not take it; the message then is still there
    boolean end(MailQueue.Claim claim, DeliveryProgress progress) throws QueueException {
        Envelope envelope = progress.envelope();
        long now = clock.epochSeconds();
        Account account = account(progress, now);
        boolean warned = report(envelope, claim, account, warningDue(envelope, account, now), progress.transcript());
        if (account.remaining.isEmpty()) {
            claim.done();
            return true;
        }
        Set<EnvelopeFlag> flags = EnumSet.noneOf(EnvelopeFlag.class);
        flags.addAll(envelope.flags());
        if (warned) {
            flags.add(EnvelopeFlag.WARNING_SENT);
        }
        claim.retry(envelope.toBuilder()
                .recipients(groups.split(envelope, claim.body(), List.copyOf(account.remaining)))
                .statusMessage(account.status.or(envelope::statusMessage))
                .flags(flags)
                .quarantineReason(account.lost ? Optional.of(NOBODY_TO_TELL) : envelope.quarantineReason())
                .build());
        return false;
    }

    private Account account(DeliveryProgress progress, long now) {
        Envelope envelope = progress.envelope();
        Account account = new Account();
        long returnAfter = ages.returnAfter(envelope).toSeconds();
        account.expired = now - envelope.arrivedSeconds() > returnAfter;
        for (Attempt attempt : progress.attempts()) {
            for (int address = 0; address < attempt.addresses().size(); address++) {
                enter(account, entry(attempt, address));
            }
        }
        for (ExpandedAddress address : progress.open()) {
            account.remaining.add(address.recipient());
        }
        return account;
    }

    private static ReportEntry entry(Attempt attempt, int index) {
        return new ReportEntry(
                attempt.addresses().get(index),
                attempt.mailer(),
                attempt.relay(),
                attempt.outcome(),
                attempt.by(),
                attempt.answers().get(index));
    }

    private static void enter(Account account, ReportEntry one) {
        switch (one.outcome()) {
            case DeliveryOutcome.Delivered _ -> enterArrived(account, one, true);
            case DeliveryOutcome.Relayed relayed -> enterArrived(account, one, !relayed.dsnCapable());
            case DeliveryOutcome.Failed _ -> account.failed.add(one);
            case DeliveryOutcome.Deferred deferred -> {
                if (account.expired) {
                    account.failed.add(one.withOutcome(new DeliveryOutcome.Failed(
                            new EnhancedStatus(4, 4, 7), deferred.statusText(), deferred.remoteReply())));
                } else {
                    account.remaining.add(one.address().recipient());
                    account.late.add(one);
                    if (!deferred.equals(DeliveryAttempted.QUEUED)) {
                        account.status = Optional.of(waitingFor(deferred));
                    }
                }
            }
        }
    }

    /// What `mailq` shows: the reason, where the log only says `queued`.
    private static String waitingFor(DeliveryOutcome.Deferred deferred) {
        boolean silent = !deferred.statusText().startsWith(DeliveryTexts.DEFERRED);
        return silent
                ? DeliveryTexts.DEFERRED + ": " + deferred.remoteReply().orElse(deferred.statusText())
                : deferred.statusText();
    }

    private static void enterArrived(Account account, ReportEntry one, boolean ours) {
        boolean timed = one.by().isPresent() && !one.address().wantsNothing();
        if (timed || (ours && one.address().wants(RecipientFlag.NOTIFY_SUCCESS))) {
            account.arrived.add(one);
        }
    }

    private boolean warningDue(Envelope envelope, Account account, long now) {
        if (DeliveryTime.exceeded(envelope, now)) {
            return !envelope.flags().contains(EnvelopeFlag.WARNING_SENT) && !account.late.isEmpty();
        }
        long warnAfter = ages.warnAfter(envelope).toSeconds();
        return warnAfter > 0
                && now - envelope.arrivedSeconds() > warnAfter
                && !envelope.flags().contains(EnvelopeFlag.WARNING_SENT)
                && !account.late.isEmpty();
    }

    /// What failed below a list with an owner goes to that owner, the rest to the sender.
    ///
    /// @return true when the sender was warned or need not be
    private boolean report(
            Envelope envelope, MailQueue.Claim claim, Account account, boolean warning, List<String> transcript) {
        Map<String, List<ReportEntry>> failed = new LinkedHashMap<>();
        failed.put(envelope.sender(), new ArrayList<>());
        for (ReportEntry one : account.failed) {
            String owner = one.address().owner().orElse(envelope.sender());
            failed.computeIfAbsent(owner, _ -> new ArrayList<>()).add(one);
        }
        try {
            for (Map.Entry<String, List<ReportEntry>> each : failed.entrySet()) {
                boolean own = each.getKey().equals(envelope.sender());
                Bounces.Account told = new Bounces.Account(
                        each.getValue(),
                        own && warning ? account.late : List.of(),
                        own && bounces.writesReceipts() ? account.arrived : List.of(),
                        account.expired,
                        transcript);
                List<ReportEntry> lost = bounces.report(
                        own
                                ? envelope
                                : envelope.toBuilder().sender(each.getKey()).build(),
                        claim.body(),
                        told);
                lost.forEach(one -> account.remaining.add(one.address().recipient()));
                account.lost |= !lost.isEmpty();
            }
            return warning;
        } catch (QueueException e) {
            if (!account.failed.isEmpty()) {
                account.failed.forEach(
                        one -> account.remaining.add(one.address().recipient()));
                account.status = Optional.of("Deferred: the report could not be queued");
            }
            trouble(envelope, e);
            return false;
        }
    }

    private void trouble(Envelope envelope, QueueException e) {
        events.accept(DeliveryTrouble.of(envelope.id().value(), "a report could not be queued", e));
    }
}
