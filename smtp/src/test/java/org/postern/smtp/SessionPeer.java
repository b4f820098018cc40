package org.postern.smtp;

import org.postern.testkit.TranscriptPeer;

/// A server session in memory as the other side of a transcript.
final class SessionPeer implements TranscriptPeer {
    private final Dialogue dialogue;
    private String waiting;
    private boolean hungUp;

    /// Opens the session.
    SessionPeer(Dialogue dialogue) {
        this.dialogue = dialogue;
        this.waiting = dialogue.open();
    }

    @Override
    public void send(String bytes) {
        if (!dialogue.closed) {
            waiting += dialogue.raw(bytes);
        }
    }

    @Override
    public Received receive() {
        if (!waiting.isEmpty()) {
            String bytes = waiting;
            waiting = "";
            return new Received.Bytes(bytes);
        }
        return dialogue.closed ? new Received.Closed() : new Received.Silence("the session waits for the client");
    }

    @Override
    public void hangUp() {
        if (!dialogue.closed && !hungUp) {
            hungUp = true;
            dialogue.session().inputClosed();
            dialogue.run();
        }
    }

    @Override
    public void close() {
        hangUp();
    }
}
