package org.postern.smtp;

import org.postern.base.Ascii;

/// What a server says of itself when a connection begins.
final class HostGreeting {
    private HostGreeting() {}

    /// True when the greeting has the word ESMTP.
    static boolean saysEsmtp(Reply reply) {
        for (String line : reply.lines()) {
            for (String word : line.split(" ", -1)) {
                if (Ascii.sameIgnoringCase(word, "ESMTP")) {
                    return true;
                }
            }
        }
        return false;
    }

    /// True when the answer to EHLO or HELO begins with this name.
    static boolean isFrom(Reply reply, String name) {
        String first = reply.lines().getFirst();
        int blank = first.indexOf(' ');
        return Ascii.sameIgnoringCase(blank < 0 ? first : first.substring(0, blank), name);
    }
}
