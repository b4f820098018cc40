package org.postern.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// A password or key. It never shows itself: [#toString] is a placeholder, comparison takes the same time wherever
/// the difference is, and no exception of this package holds one.
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of the bytes; the caller may wipe its own.
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// The text in UTF-8.
    public static Secret ofUtf8(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy of the bytes, for the mechanism that needs them.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The number of bytes.
    public int length() {
        return bytes.length;
    }

    /// The bytes read as UTF-8.
    String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
