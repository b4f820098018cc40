package org.postern.receive;

import org.postern.base.PeerText;

/// Says of a bug what a maintainer needs and no more: its class, its place, its message without control characters.
final class InternalErrors {
    private static final int MAX_MESSAGE = 200;

    private InternalErrors() {}

    static String describe(Throwable bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        String where = trace.length == 0 ? "unknown" : trace[0].toString();
        String message = PeerText.escape(String.valueOf(bug.getMessage()), MAX_MESSAGE);
        return bug.getClass().getName() + " at " + where + ": " + message;
    }
}
