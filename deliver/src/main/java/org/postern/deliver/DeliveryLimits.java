package org.postern.deliver;

import java.time.Duration;

/// Everything on the sending side that grows has its limit here.
///
/// @param messages messages that are delivered at the same time
/// @param groupsPerMessage next hops that one message is sent to at the same time
/// @param connectionsAtFirst connections to one destination before any of them worked
/// @param connectionsAtMost connections to one destination after many worked
/// @param slotWait how long a delivery waits for its turn at a destination before it is put back
/// @param idleConnections connections that are kept for the next message, all destinations together
/// @param idleTime how long an unused connection is kept
/// @param deadHostTime how long other messages do not try a host that could not be reached
/// @param rememberedHosts hosts and destinations that are remembered
/// @param exchangers mail exchangers of one domain (sendmail: MAXMXHOSTS, 100)
/// @param addressesPerHost addresses of one host that are tried
/// @param recipients recipients of one message after expansion
public record DeliveryLimits(
        int messages,
        int groupsPerMessage,
        int connectionsAtFirst,
        int connectionsAtMost,
        Duration slotWait,
        int idleConnections,
        Duration idleTime,
        Duration deadHostTime,
        int rememberedHosts,
        int exchangers,
        int addressesPerHost,
        int recipients) {
    public DeliveryLimits {
        positive(messages, groupsPerMessage, connectionsAtFirst, connectionsAtMost, rememberedHosts);
        positive(exchangers, addressesPerHost, recipients, idleConnections + 1, 1);
        if (connectionsAtFirst > connectionsAtMost) {
            throw new IllegalArgumentException("more connections at first than at most");
        }
    }

    private static void positive(int... values) {
        for (int value : values) {
            if (value <= 0) {
                throw new IllegalArgumentException("a limit of " + value);
            }
        }
    }

    /// What fits a machine of two processors.
    public static DeliveryLimits defaults() {
        return new DeliveryLimits(
                200,
                8,
                5,
                20,
                Duration.ofMinutes(2),
                64,
                Duration.ofMinutes(1),
                Duration.ofSeconds(20),
                10_000,
                100,
                12,
                20_000);
    }

    /// Connections that are kept where the configuration asks for some. None keeps none; any other number is
    /// meant for a process that delivers one message, and here many are delivered at once: it only raises what
    /// is kept for all.
    ///
    /// @param size ConnectionCacheSize
    int idleConnections(long size) {
        return size <= 0 ? 0 : Math.clamp(size, idleConnections, Math.max(messages, idleConnections));
    }

    /// The same with another number of messages at a time.
    public DeliveryLimits withMessages(int value) {
        return new DeliveryLimits(
                value,
                groupsPerMessage,
                connectionsAtFirst,
                connectionsAtMost,
                slotWait,
                idleConnections,
                idleTime,
                deadHostTime,
                rememberedHosts,
                exchangers,
                addressesPerHost,
                recipients);
    }

    /// The same with another number of connections to one destination.
    public DeliveryLimits withConnections(int atFirst, int atMost) {
        return new DeliveryLimits(
                messages,
                groupsPerMessage,
                atFirst,
                atMost,
                slotWait,
                idleConnections,
                idleTime,
                deadHostTime,
                rememberedHosts,
                exchangers,
                addressesPerHost,
                recipients);
    }
}
