package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;

/// Reads a message piece by piece: a piece is a line, or a part of a long one. Knows the delimiters of the multiparts
/// that are open (RFC 2046 §5.1.1).
final class MimeLines {
    private static final int PIECE = 4096;

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private final byte[] piece = new byte[PIECE];
    private final List<String> open = new ArrayList<>();
    private int at;
    private int end;
    private int length;
    private boolean startsLine;
    private boolean endsLine = true;
    private boolean again;

    MimeLines(InputStream in) {
        this.in = in;
    }

    /// Where an entity ended.
    ///
    /// @param level which open multipart's delimiter came, counted from the outermost; -1 at the end of the message
    /// @param closing true for the last delimiter
    record End(int level, boolean closing) {
        static final End OF_MESSAGE = new End(-1, true);
    }

    /// Goes on to the next piece.
    ///
    /// @return false at the end
    boolean next() throws IOException {
        if (again) {
            again = false;
            return true;
        }
        startsLine = endsLine;
        endsLine = false;
        length = 0;
        while (length < PIECE) {
            if (at == end) {
                end = Math.max(0, in.read(buffer, 0, buffer.length));
                at = 0;
                if (end == 0) {
                    break;
                }
            }
            byte b = buffer[at++];
            if (b == '\n') {
                endsLine = true;
                return true;
            }
            piece[length++] = b;
        }
        return length > 0;
    }

    /// The next [#next] gives the same piece.
    void unread() {
        again = true;
    }

    /// The bytes of the piece, without its line end.
    byte[] bytes() {
        return piece;
    }

    int length() {
        return length;
    }

    /// True when a line end follows the piece.
    boolean endsLine() {
        return endsLine;
    }

    /// The piece as text.
    String text() {
        return Ascii.text(piece, 0, length);
    }

    /// Opens a multipart.
    void open(String boundary) {
        open.add(boundary);
    }

    /// Closes the innermost multipart.
    void close() {
        open.removeLast();
    }

    int depth() {
        return open.size();
    }

    /// True when the piece is a delimiter of an open multipart.
    boolean atDelimiter() {
        return delimiter().level() >= 0;
    }

    /// Which delimiter the piece is; [End#OF_MESSAGE] for none.
    End delimiter() {
        if (!startsLine || length < 2 || piece[0] != '-' || piece[1] != '-' || open.isEmpty()) {
            return End.OF_MESSAGE;
        }
        String text = text().stripTrailing().substring(2);
        for (int level = open.size() - 1; level >= 0; level--) {
            String boundary = open.get(level);
            if (text.equals(boundary)) {
                return new End(level, false);
            }
            if (text.equals(boundary + "--")) {
                return new End(level, true);
            }
        }
        return End.OF_MESSAGE;
    }
}
