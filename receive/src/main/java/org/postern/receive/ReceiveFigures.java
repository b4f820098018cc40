package org.postern.receive;

import java.util.Map;

/// The receiving side in numbers.
///
/// @param sessions open now
/// @param accepted connections served since the start
/// @param refused connections refused because of a bound on their number
/// @param replies how many replies of each code were said since the start, in the order of the codes
public record ReceiveFigures(int sessions, long accepted, long refused, Map<Integer, Long> replies) {}
