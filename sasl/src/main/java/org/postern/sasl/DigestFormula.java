package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.postern.base.Ascii;

/// What both sides of DIGEST-MD5 compute (RFC 2831 §2.1.2.1 and §2.1.3).
///
/// @param ha1 H(A1), sixteen bytes
record DigestFormula(Secret ha1, String nonce, String nonceCount, String clientNonce, String qop, String uri) {
    private static final String NO_BODY = ":00000000000000000000000000000000";

    /// @param utf8 the peer said `charset=utf-8`
    static DigestFormula of(
            String user, String realm, Secret password, String authorizationId, boolean utf8, DigestDirectives answer) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(hashed(Ascii.bytes(user), utf8));
        inner.write(':');
        inner.writeBytes(hashed(Ascii.bytes(realm), utf8));
        inner.write(':');
        inner.writeBytes(hashed(password.bytes(), utf8));
        String nonce = answer.value("nonce").orElse("");
        String clientNonce = answer.value("cnonce").orElse("");
        String tail = ":" + nonce + ":" + clientNonce + (authorizationId.isEmpty() ? "" : ":" + authorizationId);
        ByteArrayOutputStream a1 = new ByteArrayOutputStream();
        a1.writeBytes(md5(inner.toByteArray()));
        a1.writeBytes(Ascii.bytes(tail));
        return new DigestFormula(
                Secret.of(md5(a1.toByteArray())),
                nonce,
                answer.value("nc").orElse(""),
                clientNonce,
                answer.value("qop").orElse("auth"),
                answer.value("digest-uri").orElse(""));
    }

    /// What the client proves with.
    String response() {
        return value("AUTHENTICATE:");
    }

    /// What the server proves with, behind `rspauth=`.
    String serverResponse() {
        return value(":");
    }

    private String value(String begin) {
        String a2 = begin + uri + (qop.equals("auth") ? "" : NO_BODY);
        String all = hex(ha1.bytes()) + ":" + nonce + ":" + nonceCount + ":" + clientNonce + ":" + qop + ":"
                + hex(md5(Ascii.bytes(a2)));
        return hex(md5(Ascii.bytes(all)));
    }

    /// Names and passwords that are UTF-8 but could be ISO-8859-1 are hashed as that (RFC 2831 §2.1.2.1).
    private static byte[] hashed(byte[] bytes, boolean utf8) {
        if (!utf8) {
            return bytes;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean narrow = text.chars().allMatch(c -> c < 256);
            return narrow ? text.getBytes(StandardCharsets.ISO_8859_1) : bytes;
        } catch (CharacterCodingException _) {
            return bytes;
        }
    }

    static byte[] md5(byte[] data) {
        try {
            return MessageDigest.getInstance("MD5").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
