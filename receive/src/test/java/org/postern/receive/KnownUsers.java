package org.postern.receive;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Users that a test names; whoever is called `later` cannot be looked up now.
record KnownUsers(Map<String, List<String>> aliases, List<String> accounts) implements LocalUsers {
    @Override
    public Presence alias(String user) {
        return aliases.containsKey(user) ? Presence.PRESENT : Presence.ABSENT;
    }

    @Override
    public Presence account(String user) {
        if (user.equals("later")) {
            return Presence.UNKNOWN;
        }
        return accounts.contains(user) ? Presence.PRESENT : Presence.ABSENT;
    }

    @Override
    public Optional<String> fullName(String user) {
        return user.equals("alice") ? Optional.of("Alice Example") : Optional.empty();
    }

    @Override
    public List<String> aliasMembers(String user) {
        return aliases.getOrDefault(user, List.of());
    }
}
