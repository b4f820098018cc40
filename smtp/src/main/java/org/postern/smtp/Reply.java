package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.EnhancedStatus;

/// One reply of an SMTP server, of one or several lines (RFC 5321 §4.2, RFC 2034).
///
/// A value that exists can be sent: its lines hold no control characters but tabs, in particular no CR, LF or NUL.
///
/// @param code 200 to 599
/// @param status the enhanced status that each line starts with; greetings, EHLO answers and 354 have none
/// @param lines at least one, each at most [#MAX_LINE] characters, without code and enhanced status
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    /// The longest text of one line; longer text is a bug of the caller (RFC 5321 §4.5.3.1.5 plus sendmail's slack).
    public static final int MAX_LINE = 2048;

    /// From this length on sendmail shows only the first and last 100 characters of a peer's text.
    public static final int MIN_CUT = 203;

    private static final int SHOWN_PART = 100;
    private static final int MIN_CODE = 200;
    private static final int MAX_CODE = 599;

    public Reply {
        if (code < MIN_CODE || code > MAX_CODE) {
            throw new IllegalArgumentException("reply code " + code);
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("reply without a line");
        }
        for (String line : lines) {
            check(line);
        }
    }

    private static void check(String line) {
        if (line.length() > MAX_LINE) {
            throw new IllegalArgumentException("reply line of " + line.length() + " characters");
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c > 126) {
                throw new IllegalArgumentException("reply line with the character code " + (int) c);
            }
        }
    }

    /// A reply of one line without enhanced status.
    public static Reply plain(int code, String text) {
        return new Reply(code, Optional.empty(), List.of(text));
    }

    /// A reply of several lines without enhanced status.
    public static Reply plain(int code, List<String> lines) {
        return new Reply(code, Optional.empty(), lines);
    }

    /// A reply written as a rule set or a table writes it: `550 5.7.1 Relaying denied`.
    ///
    /// Without an enhanced status it gets the general one of its class, as sendmail adds it. Text without a code
    /// becomes 553 5.3.0, as sendmail does with a bare word of an error mailer. Control characters
    /// become blanks, the eighth bit is cleared, too long text is cut.
    public static Reply of(String text) {
        String clean = clean(text);
        if (!startsWithCode(clean)) {
            return new Reply(553, Optional.of(new EnhancedStatus(5, 3, 0)), List.of(cut(clean)));
        }
        int code = Integer.parseInt(clean.substring(0, 3));
        String rest = clean.length() > 4 ? clean.substring(4) : "";
        Optional<EnhancedStatus> status = EnhancedStatus.parse(rest);
        if (status.isEmpty()) {
            return new Reply(code, general(code), List.of(cut(rest)));
        }
        int blank = rest.indexOf(' ');
        return new Reply(code, status, List.of(cut(blank < 0 ? "" : rest.substring(blank + 1))));
    }

    /// Control characters but tabs as blanks, the eighth bit cleared.
    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = (char) (text.charAt(i) & 0x7f);
            boolean shown = c == '\t' || (c >= ' ' && c < 127);
            out.append(shown ? c : ' ');
        }
        return out.toString();
    }

    private static boolean startsWithCode(String text) {
        return text.length() >= 3
                && text.charAt(0) >= '2'
                && text.charAt(0) <= '5'
                && Ascii.isDigit(text.charAt(1))
                && Ascii.isDigit(text.charAt(2))
                && (text.length() == 3 || text.charAt(3) == ' ');
    }

    private static Optional<EnhancedStatus> general(int code) {
        int kind = code / 100;
        return kind == 3 ? Optional.empty() : Optional.of(new EnhancedStatus(kind, 0, 0));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE);
    }

    /// The argument of a peer as sendmail shows it in replies: control characters are left out, the eighth bit
    /// cleared, and of [#MIN_CUT] or more characters the first and last hundred.
    public static String shown(PeerText text) {
        String clean = clean(text.forParsing());
        if (clean.length() < MIN_CUT) {
            return clean;
        }
        return clean.substring(0, SHOWN_PART) + "..." + clean.substring(clean.length() - SHOWN_PART);
    }

    /// The same reply, with the address that it is about in front of the text when the code is one of those where
    /// sendmail does so (250, 252, 450, 550 and 553).
    public Reply about(PeerText address) {
        boolean prefixed = switch (code) {
            case 250, 252, 450, 550, 553 -> true;
            default -> false;
        };
        if (!prefixed) {
            return this;
        }
        String prefix = shown(address) + "... ";
        return new Reply(
                code, status, lines.stream().map(line -> cut(prefix + line)).toList());
    }

    /// The same reply with a permanent error made temporary: option SoftBounce (sendmail op guide §5.6).
    public Reply softened() {
        if (code / 100 != 5) {
            return this;
        }
        Optional<EnhancedStatus> soft =
                status.map(hard -> hard.permanent() ? new EnhancedStatus(4, hard.subject(), hard.detail()) : hard);
        return new Reply(code - 100, soft, lines);
    }

    /// 2xx and 3xx.
    public boolean positive() {
        return code < 400;
    }

    /// 4xx.
    public boolean temporary() {
        return code / 100 == 4;
    }

    /// 5xx.
    public boolean permanent() {
        return code / 100 == 5;
    }

    /// The first line as one text: code, enhanced status, words.
    public String text() {
        StringBuilder out = new StringBuilder(64);
        appendLine(out, lines.getFirst(), ' ');
        return out.toString();
    }

    /// The lines as they go over the wire, without their line ends.
    public List<String> wireLines() {
        return List.of(encode().split("\r\n", -1)).subList(0, lines.size());
    }

    /// Appends the reply as it goes over the wire, with CR LF after each line.
    public void appendTo(StringBuilder out) {
        int last = lines.size() - 1;
        for (int i = 0; i <= last; i++) {
            appendLine(out, lines.get(i), i == last ? ' ' : '-');
            out.append("\r\n");
        }
    }

    /// The reply as it goes over the wire.
    public String encode() {
        StringBuilder out = new StringBuilder(64 * lines.size());
        appendTo(out);
        return out.toString();
    }

    private void appendLine(StringBuilder out, String line, char separator) {
        out.append(code).append(separator);
        status.ifPresent(value -> out.append(value).append(' '));
        out.append(line);
    }
}
