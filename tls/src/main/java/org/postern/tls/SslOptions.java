package org.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.base.Ascii;

/// ServerSSLOptions and ClientSSLOptions: OpenSSL's words and numbers, of which those about versions and about who
/// chooses the cipher mean something to the JDK. All others are taken and do nothing.
///
/// @param protocols the versions that are left, in the JDK's names, newest first
/// @param serverChooses true when the server's order of ciphers counts, not the client's
/// @param unknown words that OpenSSL does not have
record SslOptions(List<String> protocols, boolean serverChooses, List<String> unknown) {
    private static final String SERVER_CHOOSES = "SSL_OP_CIPHER_SERVER_PREFERENCE";
    private static final Map<String, Long> BITS =
            Map.of("SSL_OP_NO_TLSv1_3", 0x20000000L, "SSL_OP_NO_TLSv1_2", 0x08000000L, SERVER_CHOOSES, 0x00400000L);
    private static final Map<String, String> VERSIONS =
            Map.of("TLSv1.3", "SSL_OP_NO_TLSv1_3", "TLSv1.2", "SSL_OP_NO_TLSv1_2");

    SslOptions {
        protocols = List.copyOf(protocols);
        unknown = List.copyOf(unknown);
    }

    static SslOptions of(String text) {
        long bits = 0;
        List<String> unknown = new ArrayList<>();
        for (String word : text.split("[, \t]+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            boolean clear = word.startsWith("-");
            String name = clear || word.startsWith("+") ? word.substring(1) : word;
            long value = BITS.getOrDefault(name, 0L);
            if (!name.isEmpty() && Ascii.isDigit(name.charAt(0))) {
                value = number(name);
            } else if (!name.startsWith("SSL_OP_")) {
                unknown.add(word);
            }
            bits = clear ? bits & ~value : bits | value;
        }
        List<String> protocols = new ArrayList<>();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            if ((bits & bit(VERSIONS.getOrDefault(version, ""))) == 0) {
                protocols.add(version);
            }
        }
        return new SslOptions(protocols, (bits & bit(SERVER_CHOOSES)) != 0, unknown);
    }

    private static long bit(String name) {
        return BITS.getOrDefault(name, 0L);
    }

    private static long number(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
