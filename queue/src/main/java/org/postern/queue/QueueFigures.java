package org.postern.queue;

/// The state of the queue in numbers.
///
/// @param waiting messages that are not being delivered
/// @param claimed messages that a delivery works on
/// @param committed messages accepted since the start
/// @param synced how many times data was forced to the disk for commits since the start
public record QueueFigures(long waiting, long claimed, long committed, long synced) {}
