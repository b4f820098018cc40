package org.postern.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.base.Ascii;

/// What rule set `tls_srv_features` or `tls_clt_features` asks of one handshake (cf/README, FEATURE
/// `tls_session_features`); what it does not name is empty, and the host's own settings hold.
///
/// @param sslOptions `Options`: as in ServerSSLOptions, on top of those
/// @param cipherList `CipherList`
/// @param cipherSuites `CipherSuites`
/// @param certificateFile `CertFile`, only together with `KeyFile`
/// @param keyFile `KeyFile`
/// @param flags `Flags`: `R` demands a revocation list for each certificate, `C` and `c` switch TLSFallbacktoClear
///     on and off; other letters are passed over, as sendmail does
/// @param serverName true for `servername=hostname`: the client says which server it wants
public record HandshakeOptions(
        String sslOptions,
        String cipherList,
        String cipherSuites,
        String certificateFile,
        String keyFile,
        String flags,
        boolean serverName) {
    /// Nothing is asked.
    public static final HandshakeOptions NONE = new HandshakeOptions("", "", "", "", "", "", false);

    private static final List<String> NAMES =
            List.of("options", "cipherlist", "ciphersuites", "certfile", "keyfile", "flags", "servername", "sts");

    /// What the answer of a rule set means.
    public sealed interface Reading {
        /// It is understood.
        record Good(HandshakeOptions options) implements Reading {}

        /// It is not.
        ///
        /// @param complaint in sendmail's words: `unknown_option, opt=Bogus`
        record Wrong(String complaint) implements Reading {}
    }

    /// Reads `Options=SSL_OP_NO_TLSv1_3; CertFile=/a.pem; KeyFile=/a.key`, with or without quotes around it.
    public static Reading read(String answer) {
        String text = answer.strip();
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        Map<String, String> values = new HashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            String word = (equals < 0 ? part : part.substring(0, equals)).strip();
            String value = part.substring(equals + 1).strip();
            String name = Ascii.lower(word);
            if (equals < 1 || word.isEmpty() || value.isEmpty() || hasBlank(word)) {
                return new Reading.Wrong("invalid_syntax, opt=" + word);
            }
            if (!NAMES.contains(name) || (name.equals("sts") && !Ascii.sameIgnoringCase(value, "secure"))) {
                return new Reading.Wrong("unknown_option, opt=" + word);
            }
            if (name.equals("servername") && !Ascii.sameIgnoringCase(value, "hostname")) {
                return new Reading.Wrong("servername, invalid_value=" + value);
            }
            values.put(name, value);
        }
        if (values.containsKey("certfile") != values.containsKey("keyfile")) {
            return new Reading.Wrong("only_one_of_CertFile/KeyFile_specified");
        }
        return new Reading.Good(new HandshakeOptions(
                values.getOrDefault("options", ""),
                values.getOrDefault("cipherlist", ""),
                values.getOrDefault("ciphersuites", ""),
                values.getOrDefault("certfile", ""),
                values.getOrDefault("keyfile", ""),
                values.getOrDefault("flags", ""),
                values.containsKey("servername")));
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split(";", -1)));
        if (parts.getLast().isBlank()) {
            parts.removeLast();
        }
        return parts;
    }

    private static boolean hasBlank(String word) {
        return word.chars().anyMatch(c -> Ascii.isSpace((char) c));
    }

    /// True when the letter is among the flags.
    public boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    /// What counts for the context of a handshake: the name of the server and the fallback do not.
    HandshakeOptions forContext() {
        return new HandshakeOptions(
                sslOptions, cipherList, cipherSuites, certificateFile, keyFile, has('R') ? "R" : "", false);
    }
}
