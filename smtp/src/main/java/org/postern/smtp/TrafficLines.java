package org.postern.smtp;

import java.util.List;
import org.postern.base.Ascii;

/// Cuts the two streams of one session into lines for a [TrafficSink].
///
/// What stands behind a mechanism in AUTH, and every line after it until another reply than 334 comes, is a secret: it
/// is shown as `[masked]`, also where a reply repeats it. The contents of messages are shown as they come, as sendmail
/// shows them.
public final class TrafficLines {
    private static final int LONGEST = 2048;
    private static final String VERB = "AUTH";
    static final String MASK = "[masked]";

    /// What stands before a part of a secret in replies.
    private static final List<String> ECHOES = List.of(" cannot decode AUTH parameter ", " cannot BASE64 decode '");
    private static final char[] DIGITS = "01234567".toCharArray();

    private final TrafficSink sink;
    private final long session;
    private final StringBuilder heard = new StringBuilder(0);
    private final StringBuilder said = new StringBuilder(0);
    private boolean secretNext;

    /// @param session the number of the session in the log
    public TrafficLines(TrafficSink sink, long session) {
        this.sink = sink;
        this.session = session;
    }

    /// Bytes that the client sent.
    public void heard(byte[] bytes, int offset, int length) {
        if (sink.wanted()) {
            take(heard, bytes, offset, length, TrafficSink.Direction.HEARD);
        }
    }

    /// Bytes that the server sent.
    public void said(byte[] bytes, int offset, int length) {
        if (sink.wanted()) {
            take(said, bytes, offset, length, TrafficSink.Direction.SAID);
        }
    }

    /// Something that happens to the connection, such as `CONNECT HOST`.
    public void noted(String text) {
        if (sink.wanted()) {
            sink.line(session, TrafficSink.Direction.NOTED, escaped(text));
        }
    }

    /// A text that does not come from a connection, such as a message on standard input, has been read to its end.
    public void textEnded() {
        if (sink.wanted() && !heard.isEmpty()) {
            heard.append("[EOF]");
            flush(heard, TrafficSink.Direction.HEARD);
        }
    }

    /// The client closed its side or is gone.
    public void ended() {
        if (sink.wanted()) {
            if (!heard.isEmpty()) {
                flush(heard, TrafficSink.Direction.HEARD);
            }
            sink.line(session, TrafficSink.Direction.HEARD, "[EOF]");
        }
    }

    private void take(StringBuilder line, byte[] bytes, int offset, int length, TrafficSink.Direction direction) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                flush(line, direction);
            } else {
                line.append((char) (bytes[i] & 0xff));
                if (line.length() >= LONGEST) {
                    flush(line, direction);
                }
            }
        }
    }

    private void flush(StringBuilder line, TrafficSink.Direction direction) {
        int length = line.length();
        boolean ended = length > 0 && line.charAt(length - 1) == '\r';
        String text = line.substring(0, ended ? length - 1 : length);
        line.setLength(0);
        line.trimToSize();
        sink.line(session, direction, direction == TrafficSink.Direction.HEARD ? masked(text) : answered(text));
    }

    private String masked(String text) {
        if (secretNext) {
            return MASK;
        }
        secretNext = isAuth(text);
        return escaped(withoutSecret(text));
    }

    private String answered(String text) {
        secretNext = text.startsWith("334");
        return escaped(withoutEcho(text));
    }

    private static boolean isAuth(String command) {
        String text = command.stripLeading();
        return Ascii.startsIgnoringCase(text, VERB)
                && text.length() > VERB.length()
                && Ascii.isSpace(text.charAt(VERB.length()));
    }

    /// A command line with what it says to a mechanism masked.
    static String withoutSecret(String command) {
        if (!isAuth(command)) {
            return command;
        }
        int end = skipSpace(command, skipSpace(command, 0) + VERB.length());
        while (end < command.length() && !Ascii.isSpace(command.charAt(end))) {
            end++;
        }
        return skipSpace(command, end) == command.length() ? command : command.substring(0, end + 1) + MASK;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// A line of a reply with what it repeats of a mechanism's message masked.
    static String withoutEcho(String reply) {
        for (String echo : ECHOES) {
            int at = reply.indexOf(echo);
            if (at >= 0) {
                return reply.substring(0, at + echo.length()) + MASK;
            }
        }
        return reply;
    }

    /// Tabs stay; other control characters and bytes above 126 are shown in octal.
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= ' ' && c < 127) || c == '\t') {
                out.append(c);
            } else {
                out.append('\\')
                        .append(DIGITS[(c >> 6) & 7])
                        .append(DIGITS[(c >> 3) & 7])
                        .append(DIGITS[c & 7]);
            }
        }
        return out.toString();
    }
}
