package org.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes TLS 1.2 choose the certificate with the name that a client asks for also when that has another kind of key
/// than the cipher which would be chosen: there the cipher comes first and decides the kind. TLS 1.3 needs none of
/// this, see [KeyChoice].
final class NamedSuites {
    private static final String RSA = "_RSA_WITH_";
    private static final String ECDSA = "_ECDSA_WITH_";

    /// The suites with forward secrecy (IANA's registry).
    private static final Map<Integer, String> NUMBERS = Map.ofEntries(
            Map.entry(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
            Map.entry(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
            Map.entry(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
            Map.entry(0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
            Map.entry(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            Map.entry(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
            Map.entry(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
            Map.entry(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
            Map.entry(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
            Map.entry(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
            Map.entry(0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
            Map.entry(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            Map.entry(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
            Map.entry(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
            Map.entry(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
            Map.entry(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"),
            Map.entry(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"),
            Map.entry(0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
            Map.entry(0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
            Map.entry(0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
            Map.entry(0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));

    private NamedSuites() {}

    /// What is left of the enabled suites for a client that will not speak TLS 1.3.
    ///
    /// @param keys the certificates of this host
    /// @param enabled the JDK's names
    /// @return the same when no certificate, or each, has the name, and when the client cannot use
    ///     those that have it
    static List<String> of(List<TlsKey> keys, ClientHello hello, List<String> enabled) {
        List<String> kinds = keys.stream()
                .filter(key -> CertificateNames.covers(key.certificate(), hello.serverName()))
                .map(key -> key.certificate().getPublicKey().getAlgorithm())
                .filter(kind -> canCheck(hello, kind))
                .map(kind -> kind.equals("EC") ? ECDSA : RSA)
                .distinct()
                .toList();
        boolean usable = hello.suites().stream()
                .map(number -> NUMBERS.getOrDefault(number, ""))
                .anyMatch(suite -> enabled.contains(suite) && isOf(suite, kinds));
        if (!usable) {
            return enabled;
        }
        List<String> left = new ArrayList<>();
        for (String suite : enabled) {
            if (!suite.contains("_WITH_") || isOf(suite, kinds)) {
                left.add(suite);
            }
        }
        return left;
    }

    private static boolean isOf(String suite, List<String> kinds) {
        return kinds.stream().anyMatch(suite::contains);
    }

    /// The numbers of RFC 5246 §7.4.1.4.1: the lower byte is the kind of key, but for those of RSA-PSS.
    private static boolean canCheck(ClientHello hello, String kind) {
        return switch (kind) {
            case "EC" ->
                hello.signatures().isEmpty()
                        || hello.signatures().stream().anyMatch(number -> (number & 0xff) == 3 && number >> 8 <= 6);
            case "RSA" ->
                hello.signatures().isEmpty()
                        || hello.signatures().stream()
                                .anyMatch(number -> ((number & 0xff) == 1 && number >> 8 <= 6)
                                        || (number >= 0x804 && number <= 0x806));
            default -> false;
        };
    }
}
