package org.postern.programs.postern;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The four kinds of mail system.
enum InitProfile {
    LOGINS("A system that users log in to."),
    ACCOUNTS("A system with user accounts, but without logins."),
    MAILSTORE("A system that only stores mail, for POP and IMAP."),
    FIREWALL("A system that only passes mail on.");

    private final String title;

    InitProfile(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// The name on the command line and of the resource.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True for the one whose server gives up the rights of root.
    boolean withoutRoot() {
        return this == FIREWALL;
    }

    static Optional<InitProfile> of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word().equals(word))
                .findFirst();
    }
}
