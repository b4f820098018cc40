package org.postern.receive;

/// The receiving side in numbers.
///
/// @param sessions open now
/// @param accepted connections served since the start
/// @param refused connections refused because of a bound on their number
public record ReceiveFigures(int sessions, long accepted, long refused) {}
