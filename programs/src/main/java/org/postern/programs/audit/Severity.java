package org.postern.programs.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How bad a finding is, worst first.
enum Severity {
    /// Somebody can become another user, read or change mail, or use the host as an open relay.
    CRITICAL,
    /// One more mistake, or one login, is enough for that.
    HIGH,
    /// A protection is missing.
    MEDIUM,
    /// Worth knowing.
    INFO;

    /// As it is written.
    String word() {
        return name();
    }

    /// A severity by its name or first letter.
    static Optional<Severity> of(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(one -> !wanted.isEmpty() && one.name().startsWith(wanted))
                .findFirst();
    }

    /// True when this is as bad as the other, or worse.
    boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
