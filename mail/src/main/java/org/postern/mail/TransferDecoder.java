package org.postern.mail;

import java.io.IOException;
import java.io.OutputStream;

/// Reads quoted-printable or base64 and passes on what it stands for, with LF line ends (RFC 2045 §6.7, §6.8).
///
/// Nothing is lost: what is no quoted-printable stays as it is; in base64 other characters mean nothing. Memory does
/// not grow with the content.
final class TransferDecoder extends OutputStream {
    private static final int LONGEST_BLANK = 76;
    private static final int NONE = -1;

    private final OutputStream out;
    private final boolean base64;
    private final StringBuilder escape = new StringBuilder();
    private boolean escaped;
    private int group;
    private int grouped;
    private boolean heldReturn;
    private int last = '\n';

    TransferDecoder(OutputStream out, boolean base64) {
        this.out = out;
        this.base64 = base64;
    }

    @Override
    public void write(int b) throws IOException {
        if (base64) {
            digit(b & 0xff);
        } else {
            quoted(b & 0xff);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            write(bytes[i]);
        }
    }

    private void quoted(int b) throws IOException {
        if (!escaped) {
            if (b == '=') {
                escaped = true;
            } else {
                put(b);
            }
            return;
        }
        boolean blank = escape.chars().allMatch(c -> c == ' ' || c == '\t');
        if (b == '\n' && blank) {
            forget();
        } else if (blank && (b == ' ' || b == '\t') && escape.length() < LONGEST_BLANK) {
            escape.append((char) b);
        } else if (escape.isEmpty() && hex(b) != NONE) {
            escape.append((char) b);
        } else if (!blank && hex(b) != NONE) {
            int high = hex(escape.charAt(0));
            forget();
            put(high << 4 | hex(b));
        } else {
            release();
            quoted(b);
        }
    }

    private void forget() {
        escaped = false;
        escape.setLength(0);
    }

    /// What began as an escape is none.
    private void release() throws IOException {
        String text = escape.toString();
        forget();
        put('=');
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private static int hex(int c) {
        return c < 128 ? Character.digit(c, 16) : NONE;
    }

    private void digit(int b) throws IOException {
        int value = value(b);
        if (value != NONE) {
            group = group << 6 | value;
            grouped++;
            if (grouped == 4) {
                endGroup();
            }
        } else if (b == '=') {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        int bits = grouped * 6;
        for (int left = bits - 8; left >= 0; left -= 8) {
            put(group >> left & 0xff);
        }
        group = 0;
        grouped = 0;
    }

    private static int value(int c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : NONE;
    }

    /// CR LF becomes LF.
    private void put(int b) throws IOException {
        if (heldReturn && b != '\n') {
            out.write('\r');
        }
        heldReturn = b == '\r';
        if (!heldReturn) {
            out.write(b);
        }
        last = b;
    }

    /// Ends the content, and its last line.
    void finish() throws IOException {
        if (escaped) {
            release();
        }
        endGroup();
        if (heldReturn) {
            heldReturn = false;
            out.write('\r');
        }
        if (last != '\n') {
            out.write('\n');
        }
    }
}
