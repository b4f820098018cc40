package org.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.base.Ascii;

/// ServerSSLOptions and ClientSSLOptions: OpenSSL's words and numbers, of which those about versions and about who
/// chooses the cipher mean something to the JDK. Most others ask for what is always so (no SSL 3, no compression, no
/// renegotiation, fresh keys for each exchange) or work around programs that are gone; those that ask for something
/// that does not happen are named.
///
/// @param protocols the versions that are left, in the JDK's names, newest first
/// @param serverChooses true when the server's order of ciphers counts, not the client's
/// @param unknown words that sendmail does not know
/// @param idle words, with their sign, that ask for something that does not happen here
record SslOptions(List<String> protocols, boolean serverChooses, List<String> unknown, List<String> idle) {
    private static final String SERVER_CHOOSES = "SSL_OP_CIPHER_SERVER_PREFERENCE";
    private static final Map<String, Long> BITS =
            Map.of("SSL_OP_NO_TLSv1_3", 0x20000000L, "SSL_OP_NO_TLSv1_2", 0x08000000L, SERVER_CHOOSES, 0x00400000L);
    /// Words of sendmail 8.17 besides those.
    private static final Set<String> OTHERS = Set.of(
            "ALL",
            "ALLOW_NO_DHE_KEX",
            "ALLOW_UNSAFE_LEGACY_RENEGOTIATION",
            "CISCO_ANYCONNECT",
            "COOKIE_EXCHANGE",
            "CRYPTOPRO_TLSEXT_BUG",
            "DONT_INSERT_EMPTY_FRAGMENTS",
            "ENABLE_MIDDLEBOX_COMPAT",
            "EPHEMERAL_RSA",
            "LEGACY_SERVER_CONNECT",
            "MICROSOFT_BIG_SSLV3_BUFFER",
            "MICROSOFT_SESS_ID_BUG",
            "MSIE_SSLV2_RSA_PADDING",
            "NETSCAPE_CA_DN_BUG",
            "NETSCAPE_CHALLENGE_BUG",
            "NETSCAPE_DEMO_CIPHER_CHANGE_BUG",
            "NETSCAPE_REUSE_CIPHER_CHANGE_BUG",
            "NO_ANTI_REPLAY",
            "NO_COMPRESSION",
            "NO_ENCRYPT_THEN_MAC",
            "NO_QUERY_MTU",
            "NO_RENEGOTIATION",
            "NO_SESSION_RESUMPTION_ON_RENEGOTIATION",
            "NO_SSLV2",
            "NO_SSLV3",
            "NO_TICKET",
            "NO_TLSV1",
            "NO_TLSV1_1",
            "PKCS1_CHECK_1",
            "PKCS1_CHECK_2",
            "PRIORITIZE_CHACHA",
            "SINGLE_DH_USE",
            "SINGLE_ECDH_USE",
            "SSLEAY_080_CLIENT_DH_BUG",
            "SSLREF2_REUSE_CERT_TYPE_BUG",
            "TLSEXT_PADDING",
            "TLS_BLOCK_PADDING_BUG",
            "TLS_D5_BUG",
            "TLS_ROLLBACK_BUG");
    /// Of those, what is not done when they are there.
    private static final Set<String> NOT_DONE = Set.of(
            "ALLOW_NO_DHE_KEX",
            "ALLOW_UNSAFE_LEGACY_RENEGOTIATION",
            "LEGACY_SERVER_CONNECT",
            "NO_TICKET",
            "PRIORITIZE_CHACHA");
    /// And what is done all the same when they are taken back.
    private static final Set<String> ALWAYS_DONE = Set.of(
            "ENABLE_MIDDLEBOX_COMPAT",
            "NO_COMPRESSION",
            "NO_ENCRYPT_THEN_MAC",
            "NO_RENEGOTIATION",
            "NO_SSLV2",
            "NO_SSLV3",
            "NO_TLSV1",
            "NO_TLSV1_1",
            "SINGLE_DH_USE",
            "SINGLE_ECDH_USE");
    private static final String PREFIX = "SSL_OP_";
    private static final Map<String, String> VERSIONS =
            Map.of("TLSv1.3", "SSL_OP_NO_TLSv1_3", "TLSv1.2", "SSL_OP_NO_TLSv1_2");

    SslOptions {
        protocols = List.copyOf(protocols);
        unknown = List.copyOf(unknown);
        idle = List.copyOf(idle);
    }

    static SslOptions of(String text) {
        long bits = 0;
        List<String> unknown = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        for (String word : text.split("[, \t]+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            boolean clear = word.startsWith("-");
            String name = clear || word.startsWith("+") ? word.substring(1) : word;
            long value = value(name);
            if (value == 0 && !isKnown(name)) {
                unknown.add(word);
            } else if (isIdle(name, clear)) {
                idle.add(word);
            }
            bits = clear ? bits & ~value : bits | value;
        }
        List<String> protocols = new ArrayList<>();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            if ((bits & bit(VERSIONS.getOrDefault(version, ""))) == 0) {
                protocols.add(version);
            }
        }
        return new SslOptions(protocols, (bits & bit(SERVER_CHOOSES)) != 0, unknown, idle);
    }

    /// A number may name bits that do nothing.
    private static boolean isIdle(String name, boolean clear) {
        if (Ascii.isDigit(name.charAt(0))) {
            long known = BITS.values().stream().reduce(0L, (all, bit) -> all | bit);
            return (number(name) & ~known) != 0;
        }
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith(PREFIX) && (clear ? ALWAYS_DONE : NOT_DONE).contains(upper.substring(PREFIX.length()));
    }

    private static long value(String name) {
        if (!name.isEmpty() && Ascii.isDigit(name.charAt(0))) {
            return number(name);
        }
        return BITS.entrySet().stream()
                .filter(entry -> Ascii.sameIgnoringCase(entry.getKey(), name))
                .mapToLong(Map.Entry::getValue)
                .findFirst()
                .orElse(0L);
    }

    private static boolean isKnown(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return (!name.isEmpty() && Ascii.isDigit(name.charAt(0)))
                || (upper.startsWith(PREFIX) && OTHERS.contains(upper.substring(PREFIX.length())));
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
