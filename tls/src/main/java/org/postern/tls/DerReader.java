package org.postern.tls;

import java.util.Arrays;

/// Reads DER (X.690) one value after the other, only as far as certificates and keys need it: short tags, definite
/// lengths. Everything outside the array is refused.
final class DerReader {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int PRINTABLE_STRING = 0x13;
    static final int TELETEX_STRING = 0x14;
    static final int IA5_STRING = 0x16;
    static final int VISIBLE_STRING = 0x1a;
    static final int UNIVERSAL_STRING = 0x1c;
    static final int BMP_STRING = 0x1e;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private final byte[] bytes;
    private final int end;
    private int at;

    DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /// What is no DER.
    static final class DerException extends Exception {
        private static final long serialVersionUID = 1L;

        DerException(String message) {
            super(message);
        }
    }

    boolean hasMore() {
        return at < end;
    }

    /// The tag of the next value, -1 at the end.
    int tag() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    /// The content of the next value, whatever its tag is.
    DerReader next() throws DerException {
        if (end - at < 2) {
            throw new DerException("cut off");
        }
        int length = bytes[at + 1] & 0xff;
        int start = at + 2;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 3 || end - start < count) {
                throw new DerException("a length that is none");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (bytes[start + i] & 0xff);
            }
            start += count;
        }
        if (length > end - start) {
            throw new DerException("cut off");
        }
        at = start + length;
        return new DerReader(bytes, start, start + length);
    }

    /// The content of the next value, which must have that tag.
    DerReader next(int tag) throws DerException {
        if (tag() != tag) {
            throw new DerException("another value than expected");
        }
        return next();
    }

    /// What is left, as it is.
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /// The next value with its tag and length.
    byte[] whole() throws DerException {
        int start = at;
        DerReader _ = next();
        return Arrays.copyOfRange(bytes, start, at);
    }

    /// An object identifier in its dotted form, from what is left.
    String objectIdentifier() throws DerException {
        StringBuilder text = new StringBuilder();
        long part = 0;
        boolean open = true;
        for (int i = at; i < end; i++) {
            int octet = bytes[i] & 0xff;
            if (part > Integer.MAX_VALUE) {
                throw new DerException("a number too large");
            }
            part = (part << 7) | (octet & 0x7f);
            open = (octet & 0x80) != 0;
            if (!open) {
                if (text.isEmpty()) {
                    long first = Math.min(2, part / 40);
                    text.append(first).append('.').append(part - first * 40);
                } else {
                    text.append('.').append(part);
                }
                part = 0;
            }
        }
        if (open) {
            throw new DerException("an identifier that does not end");
        }
        return text.toString();
    }
}
