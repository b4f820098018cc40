package org.postern.receive;

import java.util.Comparator;

/// Replies that are counted together.
///
/// @param code `550`
/// @param status the reason as an enhanced status, `5.7.1`; empty for replies without one
/// @param command what it answers, `RCPT` for example; `connect` for what comes before the first command, empty
///     for what is no command
public record ReplyKind(int code, String status, String command) implements Comparable<ReplyKind> {
    private static final Comparator<ReplyKind> ORDER = Comparator.comparingInt(ReplyKind::code)
            .thenComparing(ReplyKind::status)
            .thenComparing(ReplyKind::command);

    @Override
    public int compareTo(ReplyKind other) {
        return ORDER.compare(this, other);
    }
}
