package org.postern.sasl;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// The attributes of a SCRAM message (RFC 5802 §5.1): one letter, `=`, a value without commas. Text is bytes.
final class ScramMessage {
    /// The longest message that is looked at, in bytes.
    static final int LIMIT = 4096;

    private static final int MAX_ATTRIBUTES = 16;

    private final Map<Character, String> values;

    private ScramMessage(Map<Character, String> values) {
        this.values = values;
    }

    /// The attributes; nothing when the grammar is not kept, a letter comes twice, or the mandatory extension
    /// `m` is there, which nobody has defined.
    static Optional<ScramMessage> parse(String text) {
        if (text.length() > LIMIT) {
            return Optional.empty();
        }
        Map<Character, String> values = new LinkedHashMap<>();
        for (String part : text.split(",", MAX_ATTRIBUTES + 1)) {
            if (part.length() < 2 || !Ascii.isLetter(part.charAt(0)) || part.charAt(1) != '=') {
                return Optional.empty();
            }
            String value = part.substring(2);
            if (value.indexOf('\0') >= 0 || value.indexOf(',') >= 0 || values.put(part.charAt(0), value) != null) {
                return Optional.empty();
            }
        }
        return values.containsKey('m') ? Optional.empty() : Optional.of(new ScramMessage(values));
    }

    /// The value behind a letter.
    Optional<String> value(char letter) {
        return Optional.ofNullable(values.get(letter));
    }

    /// True when the letters come in this order at the beginning.
    boolean beginsWith(String letters) {
        int at = 0;
        for (char letter : values.keySet()) {
            if (at == letters.length()) {
                return true;
            }
            if (letter != letters.charAt(at)) {
                return false;
            }
            at++;
        }
        return at == letters.length();
    }

    /// The bytes behind a letter with a value in base64; nothing when it is not base64 or not there.
    Optional<byte[]> bytes(char letter) {
        String value = values.get(letter);
        return value == null ? Optional.empty() : decode(value);
    }

    static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// A name without its escapes `=2C` and `=3D`; nothing when there is another `=`.
    static Optional<String> unescape(String name) {
        StringBuilder out = new StringBuilder(name.length());
        int i = 0;
        while (i < name.length()) {
            if (name.charAt(i) != '=') {
                out.append(name.charAt(i++));
            } else if (name.startsWith("=2C", i)) {
                out.append(',');
                i += 3;
            } else if (name.startsWith("=3D", i)) {
                out.append('=');
                i += 3;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    static String escape(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }
}
