package org.postern.receive;

import org.postern.base.PeerText;
import org.postern.smtp.Reply;

/// Tells of clients that are refused before they become a session, as [SessionDecision]s with an id of their own. In a
/// flood only the first ones of each second are told, so that they do not push out everything else.
final class RefusedConnections {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int LONGEST = 500;

    private final ReceiveContext context;
    private final int mostPerSecond;
    private long second = Long.MIN_VALUE;
    private int told;

    RefusedConnections(ReceiveContext context, int mostPerSecond) {
        this.context = context;
        this.mostPerSecond = mostPerSecond;
    }

    /// A client was told this in place of a greeting.
    ///
    /// @param client its address as `{client_addr}`, or what it is counted as on a unix socket
    void refused(String daemon, String client, boolean local, String line) {
        if (mayTell()) {
            String reply = PeerText.escape(Reply.of(line).text(), LONGEST);
            context.events()
                    .accept(new SessionDecision(
                            context.queue().freshId().value(),
                            "connect",
                            new SessionDecision.Facts(
                                    daemon, local ? "" : client, local ? client : "", "", "", "", "", "", "", "", ""),
                            reply));
        }
    }

    private synchronized boolean mayTell() {
        long now = context.clock().nanoTime();
        if (second == Long.MIN_VALUE || now - second >= SECOND_NANOS) {
            second = now;
            told = 0;
        }
        return told++ < mostPerSecond;
    }
}
