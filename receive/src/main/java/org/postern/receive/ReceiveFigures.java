package org.postern.receive;

import java.util.Map;
import org.postern.base.StepTimes;

/// The receiving side in numbers.
///
/// @param sessions open now
/// @param accepted connections served since the start
/// @param refused connections refused because of a bound on their number
/// @param replies how many replies of each kind were said since the start, in their order
/// @param times how long the server took over each step of its sessions: the name of the client, the greeting, each
///     command, a whole message
public record ReceiveFigures(
        int sessions, long accepted, long refused, Map<ReplyKind, Long> replies, Map<String, StepTimes.Times> times) {
    /// How many replies of one code were said.
    public long replies(int code) {
        return replies.entrySet().stream()
                .filter(entry -> entry.getKey().code() == code)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
