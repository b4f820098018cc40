package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.cf.LookupResult;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;

/// The local users of a host: its aliases and its accounts.
public final class HostUsers implements LocalUsers {
    private static final int MAX_MEMBERS = 1000;

    private final Function<String, LookupResult> aliases;
    private final Accounts accounts;

    /// @param aliases the right side of an alias as it stands in the file, as the alias database of module `maps`
    ///     finds it
    /// @param accounts the users of the host
    public HostUsers(Function<String, LookupResult> aliases, Accounts accounts) {
        this.aliases = aliases;
        this.accounts = accounts;
    }

    @Override
    public Presence alias(String user) {
        return switch (aliases.apply(user)) {
            case LookupResult.Found _ -> Presence.PRESENT;
            case LookupResult.NotFound() -> Presence.ABSENT;
            case LookupResult.TemporaryFailure _ -> Presence.UNKNOWN;
        };
    }

    @Override
    public Presence account(String user) {
        return switch (accounts.byName(user)) {
            case AccountAnswer.Found<Account> _ -> Presence.PRESENT;
            case AccountAnswer.Absent<Account> _ -> Presence.ABSENT;
            case AccountAnswer.Unavailable<Account> _ -> Presence.UNKNOWN;
        };
    }

    @Override
    public Optional<String> fullName(String user) {
        return accounts.byName(user).found().map(account -> FullName.of(account.fullName(), account.name()));
    }

    @Override
    public List<String> aliasMembers(String user) {
        return aliases.apply(user) instanceof LookupResult.Found(String value) ? members(value) : List.of();
    }

    /// The addresses between commas that stand outside of quotes, comments and angle brackets.
    static List<String> members(String value) {
        List<String> members = new ArrayList<>();
        boolean quoted = false;
        int nested = 0;
        int start = 0;
        for (int i = 0; i <= value.length() && members.size() < MAX_MEMBERS; i++) {
            char c = i < value.length() ? value.charAt(i) : ',';
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '<')) {
                nested++;
            } else if (!quoted && (c == ')' || c == '>')) {
                nested = Math.max(0, nested - 1);
            }
            if (i >= value.length() || (c == ',' && !quoted && nested == 0)) {
                String member =
                        value.substring(start, Math.min(i, value.length())).strip();
                if (!member.isEmpty()) {
                    members.add(member);
                }
                start = i + 1;
            }
        }
        return members;
    }
}
