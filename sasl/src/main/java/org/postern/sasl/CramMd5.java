package org.postern.sasl;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postern.base.Ascii;

/// The one formula of CRAM-MD5 (RFC 2195 §2).
final class CramMd5 {
    private static final String MAC = "HmacMD5";

    private CramMd5() {}

    /// HMAC-MD5 of the challenge with the password as key, in lower-case hex.
    static String digest(Secret password, byte[] challenge) {
        try {
            byte[] key = password.bytes();
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, MAC));
            return HexFormat.of().formatHex(mac.doFinal(challenge));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `user SP digest`
    static byte[] response(String user, Secret password, byte[] challenge) {
        return Ascii.bytes(user + ' ' + digest(password, challenge));
    }
}
