package org.postern.deliver;

/// The sending side in numbers.
///
/// @param active messages that are being delivered
/// @param delivered recipients that were delivered or relayed since the start
/// @param deferred attempts that have to be repeated, since the start
/// @param failed recipients that failed for ever, since the start
/// @param reports reports that were queued, since the start
/// @param connections connections that were opened to other hosts, since the start
/// @param reused messages that went over a connection opened for an earlier one, since the start
/// @param idleConnections connections that wait for the next message
public record DeliveryFigures(
        int active,
        long delivered,
        long deferred,
        long failed,
        long reports,
        long connections,
        long reused,
        int idleConnections) {}
