package org.postern.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/// SASLprep (RFC 4013) for passwords, so that the same password typed on two keyboards is the same bytes.
final class SaslPrep {
    private SaslPrep() {}

    /// The password prepared; as it is when it is not UTF-8 or holds what SASLprep forbids, so that such a password
    /// still works where it worked before.
    static Secret password(Secret secret) {
        byte[] bytes = secret.bytes();
        for (byte b : bytes) {
            if (b < 0) {
                return decode(bytes)
                        .flatMap(SaslPrep::prepare)
                        .map(Secret::ofUtf8)
                        .orElse(secret);
            }
        }
        return secret;
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// The prepared text, or nothing when it holds what must not be there.
    static Optional<String> prepare(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.getType(c) == Character.SPACE_SEPARATOR) {
                mapped.append(' '); // RFC 3454 table C.1.2
            } else if (!mappedToNothing(c)) {
                mapped.appendCodePoint(c);
            }
        });
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean bad = normal.codePoints().anyMatch(SaslPrep::forbidden) || !directionsFit(normal);
        return bad || normal.isEmpty() ? Optional.empty() : Optional.of(normal);
    }

    /// RFC 3454 table B.1.
    private static boolean mappedToNothing(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x1806
                || (c >= 0x180b && c <= 0x180d)
                || (c >= 0x200b && c <= 0x200d)
                || c == 0x2060
                || (c >= 0xfe00 && c <= 0xfe0f)
                || c == 0xfeff;
    }

    /// RFC 3454 tables C.2.1 to C.9, by the categories of the characters.
    private static boolean forbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> (c >= 0xfff9 && c <= 0xfffd) || (c >= 0x2ff0 && c <= 0x2ffb) || c == 0x340 || c == 0x341;
        };
    }

    /// RFC 3454 §6: text with a right-to-left letter has no left-to-right one and begins and ends with such a
    /// letter.
    private static boolean directionsFit(String text) {
        if (text.codePoints().noneMatch(SaslPrep::rightToLeft)) {
            return true;
        }
        boolean mixed = text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return !mixed && rightToLeft(text.codePointAt(0)) && rightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean rightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
