package org.postern.programs.explain;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.cf.CfTimeout;
import org.postern.cf.Configuration;
import org.postern.deliver.HostStatusDirectory;
import org.postern.deliver.HostStatusRecord;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostStatusPlace;
import org.postern.receive.SessionDecision;

/// What became of earlier mail, as far as the caller may read it: attempts in the journal of decisions, and
/// what the host status files (HostStatusDirectory) say.
/// status files (HostStatusDirectory) say.
final class EarlierDeliveries {
    private static final int MOST = 5;

    private final List<Attempt> attempts;
    private final Optional<HostStatusDirectory> hosts;
    private final long countsSeconds;
    private final long now;

    private EarlierDeliveries(
            List<Attempt> attempts, Optional<HostStatusDirectory> hosts, long countsSeconds, long now) {
        this.attempts = List.copyOf(attempts);
        this.hosts = hosts;
        this.countsSeconds = countsSeconds;
        this.now = now;
    }

    /// One attempt.
    ///
    /// @param time in UTC, ISO 8601
    /// @param id of the message
    /// @param recipient without angle brackets
    /// @param result the mailer, the host and how it ended
    record Attempt(String time, String id, String recipient, String result) {}

    /// What was the last thing with a host.
    ///
    /// @param time in UTC, ISO 8601
    /// @param result how it ended
    /// @param leftAlone true when the host is not tried now because of that (Timeout.hoststatus)
    record HostState(String time, String result, boolean leftAlone) {}

    /// Reads the journal.
    ///
    /// @param addresses those whose attempts are of interest
    static EarlierDeliveries of(Configuration configuration, Collection<String> addresses, Clock clock) {
        Set<String> wanted = new HashSet<>();
        addresses.forEach(address -> wanted.add(key(address)));
        List<Attempt> attempts;
        Optional<HostStatusDirectory> hosts;
        try {
            attempts = DecisionJournal.read(
                            DecisionJournal.place(DaemonConfiguration.queueDirectories(configuration)),
                            decision -> isAttempt(decision)
                                    && wanted.contains(key(decision.facts().recipient())),
                            MOST * Math.max(1, wanted.size()))
                    .stream()
                    .map(entry -> new Attempt(
                            entry.time(),
                            entry.decision().id(),
                            bare(entry.decision().facts().recipient()),
                            entry.decision().reply()))
                    .toList();
        } catch (IOException none) {
            attempts = List.of();
        }
        try {
            hosts = HostStatusPlace.of(configuration, DaemonConfiguration.queueGroups(configuration))
                    .flatMap(HostStatusPlace::open);
        } catch (IOException none) {
            hosts = Optional.empty();
        }
        return new EarlierDeliveries(
                attempts,
                hosts,
                configuration.options().timeout(CfTimeout.HOST_STATUS).toSeconds(),
                clock.epochSeconds());
    }

    private static boolean isAttempt(SessionDecision decision) {
        return decision.moment().equals(DecisionJournal.DELIVERY);
    }

    private static String bare(String address) {
        return address.startsWith("<") && address.endsWith(">") ? address.substring(1, address.length() - 1) : address;
    }

    private static String key(String address) {
        return Ascii.lower(bare(address));
    }

    /// The newest attempts for an address, the newest first.
    List<Attempt> to(String address) {
        return attempts.reversed().stream()
                .filter(attempt -> key(attempt.recipient()).equals(key(address)))
                .limit(MOST)
                .toList();
    }

    /// What is known of a host.
    Optional<HostState> host(String name) {
        Optional<HostStatusRecord> known = hosts.flatMap(directory -> directory.read(name));
        return known.map(record -> new HostState(
                Instant.ofEpochSecond(record.lastUse()).toString(),
                record.outcome(name)
                        .map(outcome -> outcome.statusText())
                        .orElseGet(() -> record.reply().orElse("it answered")),
                record.outcome(name).isPresent() && now - record.lastUse() < countsSeconds));
    }
}
