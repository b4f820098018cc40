package org.postern.programs.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The four kinds of mail system, for `postern init` and `postern audit`.
public enum SystemProfile {
    LOGINS("A system that users log in to."),
    ACCOUNTS("A system with user accounts, but without logins."),
    MAILSTORE("A system that only stores mail, for POP and IMAP."),
    FIREWALL("A system that only passes mail on.");

    private final String title;

    SystemProfile(String title) {
        this.title = title;
    }

    /// What kind it is, as a sentence.
    public String title() {
        return title;
    }

    /// The name on the command line and of the resource.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True for the one whose server gives up the rights of root.
    public boolean withoutRoot() {
        return this == FIREWALL;
    }

    /// The profile of that name: `logins`, `accounts`, `mailstore`, `firewall`.
    public static Optional<SystemProfile> of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word().equals(word))
                .findFirst();
    }
}
