package org.postern.tls;

import java.util.Map;

/// A cipher suite as OpenSSL, and so sendmail, names it, from the name that the JDK gives it.
///
/// @param name `ECDHE-RSA-AES256-GCM-SHA384`; suites of TLS 1.3 have the same name everywhere
/// @param bits of the key
record CipherSuite(String name, int bits) {
    private static final Map<String, CipherSuite> CIPHERS = Map.ofEntries(
            Map.entry("AES_256_GCM", new CipherSuite("AES256-GCM", 256)),
            Map.entry("AES_128_GCM", new CipherSuite("AES128-GCM", 128)),
            Map.entry("AES_256_CBC", new CipherSuite("AES256", 256)),
            Map.entry("AES_128_CBC", new CipherSuite("AES128", 128)),
            Map.entry("CHACHA20_POLY1305", new CipherSuite("CHACHA20-POLY1305", 256)),
            Map.entry("3DES_EDE_CBC", new CipherSuite("DES-CBC3", 168)),
            Map.entry("RC4_128", new CipherSuite("RC4", 128)),
            Map.entry("NULL", new CipherSuite("NULL", 0)));
    private static final Map<String, String> EXCHANGES = Map.of("RSA", "", "DH_anon", "ADH-", "ECDH_anon", "AECDH-");

    /// Reads a name like `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`; an unknown one keeps its name and has 0 bits.
    static CipherSuite of(String javaName) {
        String rest = javaName.startsWith("TLS_") || javaName.startsWith("SSL_") ? javaName.substring(4) : javaName;
        int with = rest.indexOf("_WITH_");
        String ciphers = with < 0 ? rest : rest.substring(with + 6);
        int hash = ciphers.lastIndexOf('_');
        CipherSuite cipher = hash < 0 ? null : CIPHERS.get(ciphers.substring(0, hash));
        if (cipher == null) {
            return new CipherSuite(javaName, 0);
        }
        if (with < 0) {
            return new CipherSuite(javaName, cipher.bits);
        }
        String exchange = rest.substring(0, with);
        String prefix = EXCHANGES.getOrDefault(exchange, exchange.replace('_', '-') + "-");
        // the hash of ChaCha20 suites is not in OpenSSL's names
        String suffix = cipher.name.startsWith("CHACHA") ? "" : "-" + ciphers.substring(hash + 1);
        return new CipherSuite(prefix + cipher.name + suffix, cipher.bits);
    }
}
