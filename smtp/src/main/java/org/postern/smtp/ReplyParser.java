package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.EnhancedStatus;

/// Reads the replies of a server from pieces of input (RFC 5321 §4.2). The server is not trusted.
///
/// As sendmail does: lines without a code are skipped, a reply ends at a line whose code is not followed by `-`, and
/// the code of that last line counts. Control characters become blanks and the eighth bit is cleared.
public final class ReplyParser {
    /// How the current reply stands.
    public enum Status {
        /// More input is needed.
        MORE,
        /// [#take] gives a whole reply.
        COMPLETE,
        /// The server sends what cannot be a reply: too long, too much, or a code out of range.
        MALFORMED
    }

    private final LineAccumulator line;
    private final int maxBytes;
    private final List<String> lines = new ArrayList<>();
    private int bytes;
    private int code;
    private Status status = Status.MORE;

    /// @param maxLine the longest line in bytes with its line end
    /// @param maxBytes the most bytes of one reply, skipped lines included
    public ReplyParser(int maxLine, int maxBytes) {
        this.line = new LineAccumulator(maxLine);
        this.maxBytes = maxBytes;
    }

    /// sendmail's line limit, and 64 KiB for a whole reply.
    public ReplyParser() {
        this(Reply.MAX_LINE, 64 * 1024);
    }

    /// Reads input up to the end of one reply.
    ///
    /// @return the position after what was used
    public int read(byte[] input, int offset, int end) {
        int at = offset;
        while (at < end && status == Status.MORE) {
            int next = line.take(input, at, end);
            bytes += next - at;
            at = next;
            if (line.tooLong() || bytes > maxBytes) {
                status = Status.MALFORMED;
            } else if (line.complete()) {
                take(line.takeLine());
            }
        }
        return at;
    }

    private void take(String text) {
        // Codes below 100 only inform, as the 050 of a sendmail that was told VERB.
        if (text.length() < 3 || !isCode(text) || text.charAt(0) == '0') {
            return;
        }
        if (text.charAt(0) < '2' || text.charAt(0) > '5') {
            status = Status.MALFORMED;
            return;
        }
        code = Integer.parseInt(text.substring(0, 3));
        lines.add(PeerText.of(text.length() > 4 ? text.substring(4) : "").forReply());
        if (text.length() == 3 || text.charAt(3) != '-') {
            status = Status.COMPLETE;
        }
    }

    private static boolean isCode(String text) {
        return Ascii.isDigit(text.charAt(0))
                && Ascii.isDigit(text.charAt(1))
                && Ascii.isDigit(text.charAt(2))
                && (text.length() == 3 || text.charAt(3) == ' ' || text.charAt(3) == '-');
    }

    /// How the current reply stands.
    public Status status() {
        return status;
    }

    /// True when part of a reply has come.
    public boolean started() {
        return bytes > 0;
    }

    /// The reply; the next one may then be read. An enhanced status is taken off the lines when the first line has
    /// one.
    public Reply take() {
        if (status != Status.COMPLETE) {
            throw new IllegalStateException("no complete reply: " + status);
        }
        Optional<EnhancedStatus> first = EnhancedStatus.parse(lines.getFirst());
        List<String> texts = first.isEmpty()
                ? lines
                : lines.stream().map(text -> without(first.get(), text)).toList();
        Reply reply = new Reply(code, first, texts);
        lines.clear();
        bytes = 0;
        status = Status.MORE;
        return reply;
    }

    /// Forgets whatever has come of a reply.
    public void reset() {
        line.reset();
        lines.clear();
        bytes = 0;
        status = Status.MORE;
    }

    private static String without(EnhancedStatus status, String text) {
        String words = status.toString();
        if (!text.startsWith(words)) {
            return text;
        }
        return text.length() == words.length() ? "" : text.substring(words.length() + 1);
    }
}
