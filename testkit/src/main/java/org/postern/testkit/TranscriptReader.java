package org.postern.testkit;

import java.util.Set;
import java.util.function.Predicate;
import org.postern.testkit.TranscriptPeer.Received;

/// Splits what a server sends into lines and keeps the dialogue for messages.
final class TranscriptReader {
    private final TranscriptPeer peer;
    private final StringBuilder unread = new StringBuilder();
    private final StringBuilder dialogue = new StringBuilder();

    private final Set<String> ignored;

    TranscriptReader(TranscriptPeer peer) {
        this(peer, Set.of());
    }

    /// @param ignored lines that count as not sent
    TranscriptReader(TranscriptPeer peer, Set<String> ignored) {
        this.peer = peer;
        this.ignored = ignored;
    }

    /// The line is the next one again.
    void putBack(String line) {
        unread.insert(0, line + "\r\n");
    }

    /// Adds a line to the dialogue.
    void note(String text) {
        dialogue.append("  ")
                .append(text.length() > 300 ? text.substring(0, 300) + "..." : text)
                .append('\n');
    }

    String dialogue() {
        return dialogue.toString();
    }

    /// Takes the next line and tests it; returns what is wrong, or nothing.
    String line(Predicate<String> test) {
        return switch (next()) {
            case Next.Text(String text) -> {
                note("S: " + text);
                yield test.test(text) ? "" : "the server sent: " + text;
            }
            case Next.NoLine(String why) -> why;
        };
    }

    /// Takes the end of the connection; returns what is wrong, or nothing.
    String closed() {
        if (!unread.isEmpty()) {
            return "the server sent more: " + unread;
        }
        return switch (peer.receive()) {
            case Received.Closed _ -> "";
            case Received.Bytes(String bytes) -> "the server sent more: " + bytes;
            case Received.Silence(String reason) -> "the server did not close: " + reason;
        };
    }

    /// A line of the server, or why there is none.
    sealed interface Next {
        record Text(String text) implements Next {}

        record NoLine(String why) implements Next {}
    }

    /// The next line without its CR LF; a line end of another kind is left in, so that it is seen.
    Next next() {
        while (true) {
            Next next = any();
            if (!(next instanceof Next.Text(String text)) || !ignored.contains(text)) {
                return next;
            }
            note("S: " + text + "   (ignored)");
        }
    }

    private Next any() {
        int end;
        while ((end = unread.indexOf("\r\n")) < 0) {
            switch (peer.receive()) {
                case Received.Bytes(String bytes) -> unread.append(bytes);
                case Received.Closed _ -> {
                    return new Next.NoLine("the server closed after: \"" + unread + "\"");
                }
                case Received.Silence(String reason) -> {
                    return new Next.NoLine("the server is silent (" + reason + ") after: \"" + unread + "\"");
                }
            }
        }
        String text = unread.substring(0, end);
        unread.delete(0, end + 2);
        return new Next.Text(text);
    }
}
