package org.postern.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Returns given pieces one by one; an empty piece is the close.
final class ScriptedPeer implements TranscriptPeer {
    private final ArrayDeque<String> pieces;
    private final List<String> sent = new ArrayList<>();

    ScriptedPeer(String... pieces) {
        this.pieces = new ArrayDeque<>(List.of(pieces));
    }

    /// What was sent, one element for each write.
    List<String> sent() {
        return sent;
    }

    @Override
    public void send(String bytes) {
        sent.add(bytes);
    }

    @Override
    public Received receive() {
        String piece = pieces.poll();
        if (piece == null) {
            return new Received.Silence("no more in the script");
        }
        return piece.isEmpty() ? new Received.Closed() : new Received.Bytes(piece);
    }

    @Override
    public void hangUp() {}

    @Override
    public void close() {}
}
