package org.postern.maps;

import java.util.Arrays;
import org.postern.base.Ascii;

/// Addresses in text, read strictly and without asking any name service.
final class AddressLiteral {
    private static final byte[] NONE = {};

    private AddressLiteral() {}

    /// The four bytes of `1.2.3.4`; empty when the text is anything else (no leading zeros).
    static byte[] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return NONE;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = number(parts[i], 10, 3);
            if (octet < 0 || octet > 255 || (parts[i].length() > 1 && parts[i].startsWith("0"))) {
                return NONE;
            }
            address[i] = (byte) octet;
        }
        return address;
    }

    /// The sixteen bytes of an IPv6 address (RFC 4291 §2.2); empty when the text is anything else.
    static byte[] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = groups(text);
            return whole.length == 16 ? whole : NONE;
        }
        String left = text.substring(0, gap);
        String right = text.substring(gap + 2);
        byte[] head = left.isEmpty() ? NONE : groups(left);
        byte[] tail = right.isEmpty() ? NONE : groups(right);
        boolean wrong = (head.length == 0 && !left.isEmpty()) || (tail.length == 0 && !right.isEmpty());
        if (wrong || head.length + tail.length > 14) {
            return NONE;
        }
        byte[] address = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
        return address;
    }

    private static byte[] groups(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 8) {
            return NONE;
        }
        byte[] out = new byte[16 + 4];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            byte[] group = i == parts.length - 1 && parts[i].indexOf('.') >= 0 ? ipv4(parts[i]) : group(parts[i]);
            if (group.length == 0 || length + group.length > 16) {
                return NONE;
            }
            System.arraycopy(group, 0, out, length, group.length);
            length += group.length;
        }
        return Arrays.copyOf(out, length);
    }

    private static byte[] group(String text) {
        int value = number(text, 16, 4);
        return value < 0 ? NONE : new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static int number(String text, int base, int digits) {
        if (text.isEmpty() || text.length() > digits) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = Ascii.lower(text.charAt(i));
            int digit = c < 128 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * base + digit;
        }
        return value;
    }
}
