package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.AddressRules;
import org.postern.cf.CfOption;
import org.postern.cf.CheckResult;
import org.postern.cf.Configuration;
import org.postern.cf.Mailer;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.Envelope;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;

/// Delivers one claimed message: expansion, split by list owners, one job for each next hop, and the end of the claim.
///
/// One object serves all messages; [#deliver] is called on a thread of its own for each claim.
final class MessageDelivery {
    /// What is older at its first attempt was left for a queue run before.
    private static final long FIRST_SECONDS = 60;

    private final Configuration configuration;
    private final AddressRules rules;
    private final Expansion expansion;
    private final OwnerSplit ownerSplit;
    private final MailerTable mailers;
    private final Settlement settlement;
    private final SharedExchangers exchangers;
    private final DeliveryLog log;
    private final int groupsAtATime;
    private final HopLimit hopLimit;
    private final long checkpointInterval;
    private final Clock clock;
    private final EventSink events;

    MessageDelivery(
            Configuration configuration,
            AddressRules rules,
            Expansion expansion,
            OwnerSplit ownerSplit,
            MailerTable mailers,
            Settlement settlement,
            SharedExchangers exchangers,
            DeliveryLog log,
            int groupsAtATime,
            Clock clock,
            EventSink events) {
        this.configuration = configuration;
        this.rules = rules;
        this.expansion = expansion;
        this.ownerSplit = ownerSplit;
        this.mailers = mailers;
        this.settlement = settlement;
        this.exchangers = exchangers;
        this.log = log;
        this.groupsAtATime = groupsAtATime;
        this.hopLimit = new HopLimit(configuration.options().number(CfOption.MAX_HOP_COUNT));
        this.checkpointInterval = configuration.options().number(CfOption.CHECKPOINT_INTERVAL);
        this.clock = clock;
        this.events = events;
    }

    /// Delivers the message and ends the claim in exactly one of its ways.
    void deliver(MailQueue.Claim claim) {
        DeliveryProgress progress = new DeliveryProgress(claim.envelope());
        String id = claim.envelope().id().value();
        boolean interrupted = false;
        try {
            attempt(claim, progress);
        } catch (InterruptedException _) {
            interrupted = true;
        } catch (RuntimeException bug) {
            events.accept(DeliveryTrouble.of(id, "delivery failed by a fault of this program", bug));
        }
        try {
            if (progress.untouched() && (interrupted || settlement.mayWait(progress))) {
                claim.release();
            } else {
                boolean done = settlement.end(claim, progress);
                Envelope envelope = claim.envelope();
                long delay = Math.max(0, clock.epochSeconds() - envelope.arrivedSeconds());
                events.accept(new AttemptEnded(id, done, delay, envelope.attempts() + 1));
            }
        } catch (QueueException e) {
            events.accept(DeliveryTrouble.of(id, "the queue did not take the result", e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What becomes of a message that goes back before anything is tried: because the administrator wants it, because
    /// it is in a loop, or because its time is over.
    private Optional<Attempt> returned(Envelope envelope) {
        List<ExpandedAddress> all =
                envelope.recipients().stream().map(ExpandedAddress::root).toList();
        return AdministratorWish.returned(envelope)
                .map(outcome -> Attempt.of(all, "", "", Attempt.NOT_TRIED, outcome))
                .or(() -> hopLimit.exceeded(envelope, all))
                .or(() -> DeliveryTime.expired(envelope, clock.epochSeconds())
                        ? Optional.of(Attempt.of(all, "", "", Attempt.NOT_TRIED, DeliveryTime.outcome())
                                .told(DeliveryTime.transcript(envelope)))
                        : Optional.empty());
    }

    private void attempt(MailQueue.Claim claim, DeliveryProgress progress) throws InterruptedException {
        MessageContext message = new MessageContext(configuration, rules, claim.envelope(), claim.body());
        Optional<Attempt> returned = returned(claim.envelope());
        if (returned.isPresent()) {
            note(message, returned.get(), progress);
            return;
        }
        ExpansionResult expanded = expansion.expand(claim.envelope(), message.macros());
        progress.expanded(expanded.addresses());
        String id = claim.envelope().id().value();
        expanded.aliases().forEach(one -> events.accept(new AliasUsed(id, one.address(), one.members())));
        for (ExpansionResult.Settled settled : expanded.settled()) {
            note(
                    message,
                    Attempt.of(List.of(settled.address()), settled.mailer(), "", Attempt.NOT_TRIED, settled.outcome()),
                    progress);
        }
        OwnerSplit.Result split = ownerSplit.split(message, expanded, progress);
        List<ExpansionResult.Target> targets = checked(split.message(), split.targets(), progress);
        if (!targets.isEmpty()) {
            List<ExpansionResult.Target> now = held(split.message(), claim.chosen(), targets, progress);
            List<ExpansionResult.Target> routed = AdministratorWish.routed(claim.envelope(), now);
            Checkpoints checkpoints = new Checkpoints(claim, progress, checkpointInterval, events);
            boolean first = claim.envelope().attempts() == 0;
            run(Grouping.jobs(split.message(), routed, exchangers.signatures(routed, first)), progress, checkpoints);
        }
    }

    /// Leaves mail for expensive mailers (flag `e`) to queue runs (sendmail op guide §5.6, HoldExpensive), and mail for
    /// mailers with flag `%` to those that ask for this message (§5.4).
    private List<ExpansionResult.Target> held(
            MessageContext message, boolean chosen, List<ExpansionResult.Target> targets, DeliveryProgress progress) {
        long age = clock.epochSeconds() - message.envelope().arrivedSeconds();
        boolean first = message.envelope().attempts() == 0 && age < FIRST_SECONDS;
        boolean cheapOnly = first && configuration.options().flag(CfOption.HOLD_EXPENSIVE);
        List<ExpansionResult.Target> now = new ArrayList<>(targets.size());
        for (ExpansionResult.Target target : targets) {
            Mailer mailer = target.route().mailer();
            if ((cheapOnly && mailer.has('e')) || (!chosen && mailer.has('%'))) {
                Attempt queued = Attempt.of(List.of(target), "", Attempt.NOT_TRIED, DeliveryAttempted.QUEUED);
                if (first) {
                    note(message, queued, progress);
                } else {
                    progress.tried(queued);
                }
            } else {
                now.add(target);
            }
        }
        return now;
    }

    private List<ExpansionResult.Target> checked(
            MessageContext message, List<ExpansionResult.Target> targets, DeliveryProgress progress) {
        if (targets.isEmpty() || !rules.has("check_compat")) {
            return targets;
        }
        List<ExpansionResult.Target> good = new ArrayList<>(targets.size());
        for (ExpansionResult.Target target : targets) {
            Optional<DeliveryOutcome> verdict = incompatible(message, target);
            if (verdict.isEmpty()) {
                good.add(target);
            } else {
                note(message, Attempt.of(List.of(target), "", Attempt.NOT_TRIED, verdict.get()), progress);
            }
        }
        return good;
    }

    private Optional<DeliveryOutcome> incompatible(MessageContext message, ExpansionResult.Target target) {
        String recipient =
                Expansion.withoutBrackets(target.address().recipient().address());
        return switch (rules.check("check_compat", message.senderAddress(), recipient, message.macros())) {
            case CheckResult.Accepted _ -> Optional.empty();
            case CheckResult.Quarantined _ -> Optional.empty();
            case CheckResult.Rejected(var reply, var _) -> Optional.of(Expansion.refusal(reply));
            case CheckResult.TemporaryFailure(var reply) -> Optional.of(Expansion.refusal(reply));
            case CheckResult.Discarded _ ->
                Optional.of(new DeliveryOutcome.Delivered(
                        new EnhancedStatus(2, 0, 0), PeerText.of("discarded").forLog(), Optional.empty()));
        };
    }

    private void run(List<DeliveryJob> jobs, DeliveryProgress progress, Checkpoints checkpoints)
            throws InterruptedException {
        if (jobs.size() == 1) {
            runOne(jobs.getFirst(), progress);
            return;
        }
        Semaphore places = new Semaphore(groupsAtATime);
        List<Thread> threads = new ArrayList<>(jobs.size());
        try {
            for (DeliveryJob job : jobs) {
                places.acquire();
                threads.add(Thread.ofVirtual().name("deliver-group").start(() -> {
                    try {
                        runOne(job, progress);
                        checkpoints.look();
                    } catch (InterruptedException _) {
                        // its targets count as not tried
                    } finally {
                        places.release();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                joinAfterInterrupt(thread);
            }
            throw e;
        }
    }

    private static void joinAfterInterrupt(Thread thread) {
        boolean again = true;
        while (again) {
            try {
                thread.join();
                again = false;
            } catch (InterruptedException _) {
                thread.interrupt();
            }
        }
    }

    private void runOne(DeliveryJob job, DeliveryProgress progress) throws InterruptedException {
        List<Attempt> results;
        long start = clock.nanoTime();
        try {
            results = mailers.agentFor(job.mailer()).deliver(job);
        } catch (RuntimeException bug) {
            String id = job.message().envelope().id().value();
            events.accept(DeliveryTrouble.of(id, "mailer " + job.mailer().name() + " failed", bug));
            DeliveryOutcome outcome = DeliveryTexts.deferred(3, 0, "internal error");
            results = List.of(Attempt.of(job.targets(), job.host(), Elapsed.seconds(start, clock), outcome));
        }
        for (Attempt attempt : results) {
            note(job.message(), attempt, progress);
        }
    }

    private void note(MessageContext message, Attempt attempt, DeliveryProgress progress) {
        progress.tried(attempt);
        log.attempted(message.envelope(), attempt);
    }
}
