package org.postern.sasl;

import java.util.Arrays;
import java.util.Optional;
import org.postern.base.Ascii;

/// The words of `pwcheck_method`: those of SASL 2, those of SASL 1 that old files have, and one of ours.
public enum PasswordMethod {
    /// The secrets file (`auxprop`, `sasldb`).
    STORE("auxprop", "sasldb", "auxprop-hashed"),
    /// The daemon saslauthd; PAM is its business.
    SASLAUTHD("saslauthd", "pam"),
    /// An authentication socket of dovecot.
    DOVECOT("dovecot"),
    /// The daemon pwcheck of SASL 1.
    PWCHECK("pwcheck"),
    /// The passwords of this system, which only root may read.
    SYSTEM("shadow", "passwd", "getpwent"),
    /// Known and not done: Kerberos 4 is gone, `authdaemond` too, and nobody shall be let in without a check.
    REFUSED("kerberos_v4", "kerberos5", "authdaemond", "alwaystrue");

    @SuppressWarnings("ImmutableEnumChecker") // never changed after the constructor
    private final String[] words;

    PasswordMethod(String... words) {
        this.words = words;
    }

    static Optional<PasswordMethod> of(String word) {
        return Arrays.stream(values())
                .filter(method -> Arrays.stream(method.words).anyMatch(known -> Ascii.sameIgnoringCase(known, word)))
                .findFirst();
    }
}
