package org.postern.sasl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which layers of DIGEST-MD5 may be used under a limit in bits (`AuthMaxBits`), and which one a client takes.
///
/// @param qops `auth`, `auth-int`, `auth-conf`
/// @param ciphers for `auth-conf`
record DigestOffer(List<String> qops, List<DigestCipher> ciphers) {
    static final String AUTH = "auth";
    static final String INTEGRITY = "auth-int";
    static final String CONFIDENTIALITY = "auth-conf";
    /// The largest packet that is taken, as sendmail's.
    static final int MAX_BUFFER = 8192;

    /// What a limit permits.
    static DigestOffer upTo(int maxBits) {
        List<String> qops = new ArrayList<>(List.of(AUTH));
        List<DigestCipher> ciphers = Arrays.stream(DigestCipher.values())
                .filter(cipher -> cipher.strength() <= maxBits)
                .toList();
        if (maxBits >= 1) {
            qops.add(INTEGRITY);
        }
        if (!ciphers.isEmpty()) {
            qops.add(CONFIDENTIALITY);
        }
        return new DigestOffer(List.copyOf(qops), ciphers);
    }

    /// The directives of a challenge.
    String directives() {
        String text = "qop=\"" + String.join(",", qops) + '"';
        return ciphers.isEmpty()
                ? text
                : text + ",cipher=\""
                        + String.join(
                                ",", ciphers.stream().map(DigestCipher::text).toList()) + '"';
    }

    /// True when a peer may choose this.
    boolean allows(String qop, Optional<DigestCipher> cipher) {
        return qops.contains(qop)
                && (qop.equals(CONFIDENTIALITY)
                        ? cipher.filter(ciphers::contains).isPresent()
                        : cipher.isEmpty());
    }

    /// Bits of what was chosen.
    static int strength(String qop, Optional<DigestCipher> cipher) {
        return qop.equals(AUTH) ? 0 : cipher.map(DigestCipher::strength).orElse(1);
    }
}
