package org.postern.receive;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.postern.mail.EnhancedStatus;
import org.postern.smtp.Reply;

/// How many replies of each kind were said. Safe for use by many threads; rule sets choose codes, so beyond a bound
/// the rest is counted by its code alone.
final class ReplyCounts {
    private static final int MAX_KINDS = 1000;

    private final Map<ReplyKind, LongAdder> counts = new ConcurrentHashMap<>();

    /// @param command the word of the command that it answers
    void count(String command, Reply reply) {
        String status = reply.status().map(EnhancedStatus::toString).orElse("");
        ReplyKind kind = new ReplyKind(reply.code(), status, command.equals("?") ? "" : command);
        LongAdder known = counts.get(kind);
        if (known == null) {
            ReplyKind kept = counts.size() < MAX_KINDS ? kind : new ReplyKind(reply.code(), "", "");
            known = counts.computeIfAbsent(kept, _ -> new LongAdder());
        }
        known.increment();
    }

    /// Those that were said, in their order.
    Map<ReplyKind, Long> all() {
        Map<ReplyKind, Long> said = new TreeMap<>();
        counts.forEach((kind, count) -> said.put(kind, count.sum()));
        return Collections.unmodifiableMap(said);
    }
}
