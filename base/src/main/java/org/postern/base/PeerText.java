package org.postern.base;

/// Text that came from a peer and that nobody has checked: its bytes may be anything.
///
/// It has no `toString` that yields the text. A caller names what it wants the text for, and gets it in the form that
/// is safe there.
public final class PeerText {
    /// What a log line holds of one peer's value at most, in characters (sendmail op guide §2.1.1).
    public static final int LOG_LIMIT = 256;

    private static final char[] DIGITS = "01234567".toCharArray();

    private final String raw;

    private PeerText(String raw) {
        this.raw = raw;
    }

    /// Marks text as coming from a peer.
    public static PeerText of(String raw) {
        return new PeerText(raw);
    }

    /// The number of bytes.
    public int length() {
        return raw.length();
    }

    /// For a log line: control characters and bytes above 127 as `\ooo`, cut to [#LOG_LIMIT].
    public String forLog() {
        return escape(raw, LOG_LIMIT);
    }

    /// For the text of an SMTP reply: every control character becomes a blank, the eighth bit is cleared.
    public String forReply() {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = (char) (raw.charAt(i) & 0x7f);
            out.append(Ascii.isControl(c) ? ' ' : c);
        }
        return out.toString();
    }

    /// For a parser that itself refuses what it must not see; the result must not go anywhere else.
    public String forParsing() {
        return raw;
    }

    /// The same as [#forLog], so that string concatenation by mistake is harmless.
    @Override
    public String toString() {
        return forLog();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerText text && text.raw.equals(raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    /// Escapes what must not appear in a log as it is, and cuts the text at `limit` characters.
    public static String escape(String text, int limit) {
        int length = Math.min(text.length(), limit);
        int plain = 0;
        while (plain < length && isPlain(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(length + 16).append(text, 0, plain);
        for (int i = plain; i < text.length() && out.length() < limit; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append('\\')
                        .append(DIGITS[(c >> 6) & 7])
                        .append(DIGITS[(c >> 3) & 7])
                        .append(DIGITS[c & 7]);
            }
        }
        if (out.length() >= limit) {
            out.setLength(Math.max(0, limit - 3));
            out.append("...");
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 127;
    }
}
