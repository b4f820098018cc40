package org.postern.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes DER (X.690) values as far as certificates and keys need it.
final class DerWriter {
    private DerWriter() {}

    /// A value with its tag and length.
    static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /// All values, one after the other.
    static byte[] join(List<byte[]> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... values) {
        return value(DerReader.SEQUENCE, join(Arrays.asList(values)));
    }

    /// A set, with the values in the order that DER demands.
    static byte[] setOf(List<byte[]> values) {
        List<byte[]> sorted = new ArrayList<>(values);
        sorted.sort(Arrays::compareUnsigned);
        return value(DerReader.SET, join(sorted));
    }

    static byte[] integer(long number) {
        return value(DerReader.INTEGER, BigInteger.valueOf(number).toByteArray());
    }

    /// An identifier in its dotted form.
    static byte[] objectIdentifier(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        base128(out, Long.parseLong(parts[0]) * 40 + Long.parseLong(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            base128(out, Long.parseLong(parts[i]));
        }
        return value(DerReader.OBJECT_IDENTIFIER, out.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, long number) {
        int shift = 0;
        while (number >> (shift + 7) != 0) {
            shift += 7;
        }
        for (; shift >= 0; shift -= 7) {
            out.write((int) ((number >> shift) & 0x7f) | (shift > 0 ? 0x80 : 0));
        }
    }

    /// A bit string of whole bytes.
    static byte[] bitString(byte[] content) {
        return value(DerReader.BIT_STRING, prefixed(0, content));
    }

    private static byte[] prefixed(int first, byte[] content) {
        byte[] all = new byte[content.length + 1];
        all[0] = (byte) first;
        System.arraycopy(content, 0, all, 1, content.length);
        return all;
    }
}
