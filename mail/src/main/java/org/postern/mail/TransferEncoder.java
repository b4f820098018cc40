package org.postern.mail;

import java.io.IOException;
import java.io.OutputStream;
import org.postern.base.Ascii;

/// Writes the content of one entity as quoted-printable or base64 (RFC 2045 §6.7, §6.8), with the line lengths that
/// sendmail uses.
final class TransferEncoder {
    private static final byte[] DIGITS = Ascii.bytes("0123456789ABCDEF");
    private static final byte[] ALPHABET =
            Ascii.bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final String CHANGED_BY_GATEWAYS = "!\"#$@[\\]^`{|}~";
    private static final int QUOTED_LINE = 72;
    private static final int BASE64_LINE = 71;

    private final OutputStream out;
    private final boolean base64;
    private final boolean escapeFrom;
    private final boolean escapeMore;
    private int column;
    private int group;
    private int grouped;
    private int held = -1;
    private int lineBytes;
    private int matched;

    TransferEncoder(OutputStream out, boolean base64, boolean escapeFrom, boolean escapeMore) {
        this.out = out;
        this.base64 = base64;
        this.escapeFrom = escapeFrom;
        this.escapeMore = escapeMore;
    }

    /// Adds bytes of a line; none is a line feed.
    void add(byte[] bytes, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            if (base64) {
                addToGroup(bytes[i] & 0xff);
            } else {
                quote(bytes[i] & 0xff);
            }
        }
    }

    /// Ends a line.
    void endLine() throws IOException {
        if (base64) {
            addToGroup('\r');
            addToGroup('\n');
            return;
        }
        if (held >= 0) {
            boolean dot = held == '.' && lineBytes == 1;
            putQuoted(held, held == ' ' || held == '\t' || dot);
            held = -1;
        }
        out.write('\n');
        column = 0;
        lineBytes = 0;
        matched = 0;
    }

    /// Writes what is held back.
    ///
    /// @return true when the output stands in a line
    boolean finish() throws IOException {
        if (base64) {
            if (grouped > 0) {
                putGroup();
            }
        } else if (held >= 0) {
            putQuoted(held, held == ' ' || held == '\t');
            held = -1;
        }
        return column > 0;
    }

    private void quote(int c) throws IOException {
        if (held >= 0) {
            boolean from = escapeFrom && held == ' ' && matched == 5 && lineBytes == 5;
            putQuoted(held, from);
        }
        if (lineBytes < 5 && matched == lineBytes && c == "From ".charAt(lineBytes)) {
            matched++;
        }
        lineBytes = Math.min(lineBytes + 1, 1000);
        held = c;
    }

    private void putQuoted(int c, boolean force) throws IOException {
        if (column > QUOTED_LINE) {
            out.write('=');
            out.write('\n');
            column = 0;
        }
        boolean changed = escapeMore && CHANGED_BY_GATEWAYS.indexOf(c) >= 0;
        boolean literal = !force && !changed && (c == '\t' || (c >= ' ' && c < 127 && c != '='));
        if (literal) {
            out.write(c);
            column++;
        } else {
            out.write('=');
            out.write(DIGITS[c >> 4]);
            out.write(DIGITS[c & 15]);
            column += 3;
        }
    }

    private void addToGroup(int c) throws IOException {
        group = (group << 8) | c;
        grouped++;
        if (grouped == 3) {
            putGroup();
        }
    }

    private void putGroup() throws IOException {
        if (column > BASE64_LINE) {
            out.write('\n');
            column = 0;
        }
        int bits = group << (8 * (3 - grouped));
        for (int i = 0; i < 4; i++) {
            out.write(i <= grouped ? ALPHABET[(bits >> (18 - 6 * i)) & 63] : '=');
        }
        column += 4;
        group = 0;
        grouped = 0;
    }
}
