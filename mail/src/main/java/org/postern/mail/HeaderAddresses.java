package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;

/// The addresses in a To, Cc or Bcc field (RFC 5322 §3.4), in the outside form that RCPT takes: without phrases,
/// comments and groups' names. It reads what people write: a list may hold empty places, blanks, groups, quoted
/// strings with commas, nested comments.
///
/// One object reads one field. Nothing is refused here; what makes no sense as an address fails later, at RCPT.
public final class HeaderAddresses {
    private static final int MAX_ADDRESSES = 100_000;

    private final String text;
    private final List<String> addresses = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder bracketed = new StringBuilder();
    private boolean inBrackets;
    private boolean sawBrackets;

    private HeaderAddresses(String text) {
        this.text = text;
    }

    /// The addresses of one field value, in order.
    ///
    /// @param value what follows the field's colon; folding is allowed
    public static List<String> of(String value) {
        HeaderAddresses reader = new HeaderAddresses(value);
        reader.run();
        return List.copyOf(reader.addresses);
    }

    private void run() {
        int at = 0;
        while (at < text.length() && addresses.size() < MAX_ADDRESSES) {
            char c = text.charAt(at);
            switch (c) {
                case '(' -> at = comment(at);
                case '"' -> at = quoted(at);
                case '\\' -> {
                    add(text.substring(at, Math.min(at + 2, text.length())).replace('\n', ' '));
                    at += 2;
                }
                default -> {
                    special(c);
                    at++;
                }
            }
        }
        end();
    }

    private void special(char c) {
        if (inBrackets) {
            if (c == '>') {
                inBrackets = false;
            } else if (!Ascii.isSpace(c)) {
                bracketed.append(c);
            }
            return;
        }
        switch (c) {
            case '<' -> {
                inBrackets = true;
                sawBrackets = true;
                bracketed.setLength(0);
            }
            case ',', ';' -> end();
            // A group's name, or the colon of something that is no group: what stands before it is no address.
            case ':' -> plain.setLength(0);
            default -> plain.append(Ascii.isSpace(c) ? ' ' : c);
        }
    }

    private void add(String piece) {
        (inBrackets ? bracketed : plain).append(piece);
    }

    /// Skips a comment; comments nest and hold quoted pairs.
    private int comment(int start) {
        int depth = 0;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return at + 1;
            }
        }
        return text.length();
    }

    private int quoted(int start) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int end = Math.min(at + 1, text.length());
        add(text.substring(start, end).replace('\n', ' '));
        return end;
    }

    private void end() {
        String address = sawBrackets ? bracketed.toString() : withoutBlanks(plain.toString());
        if (!address.isEmpty()) {
            addresses.add(address);
        }
        plain.setLength(0);
        bracketed.setLength(0);
        inBrackets = false;
        sawBrackets = false;
    }

    /// `bob @ example.org` is one address, `alice bob` are two words of which sendmail makes one address with a blank
    /// character; blanks next to `@` and `.` go, others stay.
    private static String withoutBlanks(String words) {
        String stripped = words.strip();
        StringBuilder out = new StringBuilder(stripped.length());
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            boolean joined = c == ' '
                    && (i + 1 == stripped.length()
                            || "@. ".indexOf(stripped.charAt(i + 1)) >= 0
                            || "@.".indexOf(stripped.charAt(i - 1)) >= 0);
            if (!joined) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
