package org.postern.programs.mta;

import java.util.Optional;
import org.postern.cf.LookupResult;
import org.postern.maps.AliasDatabase;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.receive.LocalUsers;

/// Who is local: the accounts of the host (or those of a try-out), and the alias database.
final class AccountUsers implements LocalUsers, org.postern.deliver.LocalUsers {
    private final Accounts accounts;
    private final AliasDatabase aliases;

    AccountUsers(Accounts accounts, AliasDatabase aliases) {
        this.accounts = accounts;
        this.aliases = aliases;
    }

    @Override
    public Presence alias(String user) {
        return switch (aliases.find(user)) {
            case LookupResult.Found _ -> Presence.PRESENT;
            case LookupResult.NotFound() -> Presence.ABSENT;
            case LookupResult.TemporaryFailure _ -> Presence.UNKNOWN;
        };
    }

    @Override
    public Presence account(String user) {
        return switch (find(user)) {
            case KNOWN -> Presence.PRESENT;
            case UNKNOWN -> Presence.ABSENT;
            case UNAVAILABLE -> Presence.UNKNOWN;
        };
    }

    @Override
    public Answer find(String user) {
        return switch (accounts.byName(user)) {
            case AccountAnswer.Found<Account> _ -> Answer.KNOWN;
            case AccountAnswer.Absent<Account> _ -> Answer.UNKNOWN;
            case AccountAnswer.Unavailable<Account> _ -> Answer.UNAVAILABLE;
        };
    }

    @Override
    public Optional<String> fullName(String user) {
        return accounts.byName(user).found().map(Account::fullName).filter(name -> !name.isEmpty());
    }

    @Override
    public java.util.List<String> aliasMembers(String user) {
        return switch (aliases.find(user)) {
            case LookupResult.Found(String value) ->
                java.util.Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
            case LookupResult.NotFound() -> java.util.List.of();
            case LookupResult.TemporaryFailure _ -> java.util.List.of();
        };
    }
}
