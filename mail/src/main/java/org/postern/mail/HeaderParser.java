package org.postern.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Takes the header section from the start of a message, whose lines end with LF, in pieces of any size.
///
/// The rules are sendmail's: a UNIX `From ` line before the header is taken off; the header ends at an empty line,
/// which is taken off as well, or at the first line that is no header field, which then begins the body; a line that
/// begins with a blank or tab continues the field before it; a field named `Message` or `Text` ends the header. NUL
/// bytes are dropped.
///
/// ## Limits
/// More header bytes than the limit make it [#tooLarge]; from then on everything is body and nothing is kept. Memory
/// never exceeds about twice the limit.
public final class HeaderParser {
    /// The longest name of a field; a longer one ends the header section (sendmail's MAXNAME for header names).
    public static final int MAX_NAME = 100;

    private final int limit;
    private final List<HeaderField> fields = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private byte[] line = new byte[128];
    private int lineLength;
    private int total;
    private boolean started;
    private boolean finished;
    private boolean tooLarge;
    private byte[] bodyStart = new byte[0];
    private Optional<String> unixFrom = Optional.empty();

    /// @param limit the most bytes of the header section (option MaxHeadersLength)
    public HeaderParser(int limit) {
        this.limit = limit;
    }

    /// Takes bytes as long as they belong to the header.
    ///
    /// @return the position where the body begins, or `end` when the header goes on
    public int feed(byte[] bytes, int offset, int end) {
        int at = offset;
        while (at < end && !finished) {
            int stop = at;
            while (stop < end && bytes[stop] != '\n') {
                stop++;
            }
            boolean whole = stop < end;
            int next = whole ? stop + 1 : end;
            hold(bytes, at, stop);
            at = next;
            total += whole ? 1 : 0;
            if (total > limit) {
                tooLarge = true;
                finish(new byte[0]);
            } else if (whole) {
                line();
            }
        }
        return at;
    }

    private void hold(byte[] bytes, int from, int to) {
        int size = to - from;
        total += size;
        if (total > limit) {
            return;
        }
        if (lineLength + size > line.length) {
            line = Arrays.copyOf(line, Math.max(lineLength + size, line.length * 2));
        }
        System.arraycopy(bytes, from, line, lineLength, size);
        lineLength += size;
    }

    private void line() {
        String text = Ascii.text(line, 0, lineLength);
        if (text.isEmpty()) {
            finish(new byte[0]);
        } else if (!started && unixFrom.isEmpty() && text.startsWith("From ")) {
            unixFrom = Optional.of(text);
        } else if (started && (text.charAt(0) == ' ' || text.charAt(0) == '\t')) {
            field.append('\n').append(text);
        } else if (isField(text)) {
            endField();
            field.append(text);
            started = true;
            if (!isEndOfHeader(text)) {
                lineLength = 0;
                return;
            }
            finish(new byte[0]);
        } else {
            byte[] begun = Arrays.copyOf(line, lineLength + 1);
            begun[lineLength] = '\n';
            finish(begun);
        }
        lineLength = 0;
    }

    /// The input has ended: a line without LF is looked at as well.
    public void end() {
        if (finished) {
            return;
        }
        if (lineLength > 0) {
            line();
        }
        finish(bodyStart);
    }

    private void finish(byte[] begun) {
        if (!finished) {
            endField();
            bodyStart = begun;
            finished = true;
        }
    }

    private void endField() {
        if (!started || field.isEmpty()) {
            return;
        }
        String text = clean(field.toString());
        field.setLength(0);
        int colon = text.indexOf(':');
        String name = text.substring(0, colon).stripTrailing();
        if (!name.isEmpty()) {
            fields.add(new HeaderField(name, text.substring(colon + 1)));
        }
    }

    private static String clean(String text) {
        boolean good = text.indexOf('\0') < 0 && text.indexOf('\r') < 0;
        return good ? text : text.replace("\0", "").replace('\r', ' ');
    }

    /// True for a line that begins a header field: a name of visible characters, perhaps white space, and a colon. A
    /// line that begins with `--` is a MIME boundary.
    static boolean isField(String text) {
        if (text.startsWith("--")) {
            return false;
        }
        int at = 0;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        int name = at;
        while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
            at++;
        }
        return name > 0 && name <= MAX_NAME && at < text.length() && text.charAt(at) == ':';
    }

    private static boolean isNameCharacter(char c) {
        return c > ' ' && c < 127 && c != ':';
    }

    private static boolean isEndOfHeader(String text) {
        String name = text.substring(0, text.indexOf(':')).stripTrailing();
        return Ascii.sameIgnoringCase(name, "Message") || Ascii.sameIgnoringCase(name, "Text");
    }

    /// True when the body has begun or the limit was passed.
    public boolean finished() {
        return finished;
    }

    /// True when the header had more bytes than the limit.
    public boolean tooLarge() {
        return tooLarge;
    }

    /// The fields in order; complete when [#finished].
    public List<HeaderField> fields() {
        return List.copyOf(fields);
    }

    /// The first line of the body, when the header ended at a line that is no field: it was taken by [#feed] and
    /// belongs before what follows. Empty otherwise.
    public byte[] bodyStart() {
        return bodyStart.clone();
    }

    /// The UNIX `From ` line.
    public Optional<String> unixFrom() {
        return unixFrom;
    }
}
