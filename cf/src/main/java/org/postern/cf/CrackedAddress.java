package org.postern.cf;

import org.postern.base.Ascii;

/// Finds what surrounds an address in a header, so that it can be put back around the rewritten one: phrases, comments,
/// angle brackets and group names (sendmail's crackaddr). The result is a frame, text with `$g` where the address was.
///
/// Reading begins under the assumption that the address has no brackets: comments are copied, the first other
/// character becomes `$g`. A `<` proves this wrong: everything before it is the phrase and is copied as it stands, in
/// quotes if it has characters that need them, and the search for the address begins anew behind it.
final class CrackedAddress {
    /// The frame of an address without anything around it.
    static final String PLAIN = Code.MACRO + "g";

    /// What is left when quotes follow the brackets: sendmail drops everything around such an address.
    private static final String BRACKETED = "<" + PLAIN + ">";

    private static final int MAX_FRAME = 256;
    private static final String ALWAYS_QUOTED = "@,;:\\()[]";

    private final String address;
    private final String mustQuote;
    private final boolean colonOk;
    private final StringBuilder out = new StringBuilder();
    private int position;
    private int phraseStart;
    private int head;
    private int comments;
    private int openComments;
    private int angle;
    private int copying;
    private int brackets;
    private boolean closeAngle;
    private boolean quoted;
    private boolean quotedBehind;
    private boolean placed;
    private boolean needsQuotes;
    private boolean angleSeen;
    private boolean groupSeen;

    private CrackedAddress(String address, String mustQuote, boolean colonOk) {
        this.address = address;
        this.mustQuote = ALWAYS_QUOTED + mustQuote;
        this.colonOk = colonOk;
    }

    /// The frame of an address.
    ///
    /// @param mustQuote the option MustQuoteChars
    /// @param colonOk the option ColonOkInAddr
    static String frame(String address, String mustQuote, boolean colonOk) {
        return new CrackedAddress(address.stripLeading(), mustQuote, colonOk).run();
    }

    /// Puts an address into a frame.
    static String fill(String frame, String address) {
        int at = frame.indexOf(PLAIN);
        if (at < 0) {
            return frame;
        }
        return frame.equals(PLAIN) ? address : frame.substring(0, at) + address + frame.substring(at + PLAIN.length());
    }

    private String run() {
        while (position < address.length()) {
            char c = address.charAt(position++);
            if (copying > 0) {
                put(c);
            }
            if (c == '\\') {
                escaped();
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
                quotedBehind |= copying > 0;
            } else if (quoted) {
                place();
            } else if (!comment(c) && !group(c)) {
                plain(c);
            }
        }
        return repair();
    }

    private boolean room() {
        return out.length() < MAX_FRAME - openComments - 3;
    }

    private void put(char c) {
        if (room()) {
            out.append(c);
        }
    }

    /// The address goes here, if it has no place yet.
    private void place() {
        if (copying > 0 || placed) {
            return;
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) == ')') {
            put(' ');
        }
        out.append(PLAIN);
        placed = true;
    }

    private void escaped() {
        if (comments == 0 && !quoted) {
            needsQuotes = true;
        }
        if (position < address.length()) {
            char c = address.charAt(position++);
            if (copying > 0) {
                put(c);
            }
        }
        place();
    }

    /// Handles comments; true when the character belongs to one.
    private boolean comment(char c) {
        if (c == '(') {
            comments++;
            openComments++;
            if (copying++ == 0) {
                if (out.length() > head) {
                    put(' ');
                }
                put(c);
            }
        }
        if (comments > 0) {
            if (c == ')') {
                comments--;
                copying--;
                openComments--;
            }
            return true;
        }
        if (c == ')' && copying > 0 && out.length() > head) {
            out.setLength(out.length() - 1);
        }
        return false;
    }

    /// Handles `group: a, b;`; true when the character ends a group's name.
    private boolean group(char c) {
        if (c == '[') {
            brackets++;
        } else if (c == ']') {
            brackets--;
        }
        if (c != ':' || angle > 0 || brackets > 0 || groupSeen || colonOk) {
            if (c == ';' && copying == 0 && !colonOk) {
                put(c);
            }
            return false;
        }
        if (position < address.length() && (address.charAt(position) == ':' || address.charAt(position) == '.')) {
            needsQuotes = true;
            if (copying > 0) {
                put(c);
                put(address.charAt(position));
            }
            position++;
            place();
            return true;
        }
        groupSeen = true;
        phrase();
        while (position < address.length() && Ascii.isSpace(address.charAt(position))) {
            put(address.charAt(position++));
        }
        head = out.length();
        phraseStart = position;
        return true;
    }

    private void plain(char c) {
        if (mustQuote.indexOf(c) >= 0) {
            needsQuotes = true;
        }
        if (c == '<') {
            needsQuotes |= angleSeen;
            angleSeen = true;
            angle = 1;
            closeAngle = true;
            phrase();
        } else if (c == '>') {
            closeBracket();
        } else {
            place();
        }
    }

    private void closeBracket() {
        if (angle > 0) {
            angle--;
            closeAngle = false;
        } else {
            if (copying > 0 && out.length() > head) {
                out.setLength(out.length() - 1);
            }
            needsQuotes = true;
            return;
        }
        if (copying++ == 0) {
            put('>');
        }
    }

    /// What was read since the last start up to the character just read is the phrase.
    private void phrase() {
        out.setLength(head);
        int last = position;
        if (needsQuotes) {
            put('"');
            last--;
            while (last > phraseStart && Ascii.isSpace(address.charAt(last - 1))) {
                last--;
            }
        }
        for (int i = phraseStart; i < last; i++) {
            char c = address.charAt(i);
            if (needsQuotes && c == '"') {
                put('\\');
            }
            put(c);
        }
        if (needsQuotes) {
            if (out.length() == head + 1) {
                out.setLength(head);
            } else {
                put('"');
            }
            for (int i = last; i < position; i++) {
                put(address.charAt(i));
            }
        }
        copying = 0;
        placed = false;
        needsQuotes = false;
    }

    private String repair() {
        if (quotedBehind) {
            return BRACKETED;
        }
        out.append(")".repeat(Math.max(0, openComments)));
        if (closeAngle) {
            out.append('>');
        }
        return out.toString();
    }
}
