package org.postern.maps;

import java.util.Optional;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;

/// Class `user`: the accounts of the machine; `-v` names the column: `name passwd uid gid gecos dir shell`. The
/// password is always `x`.
final class UserMap {
    private UserMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.optionalFile(declaration, environment);
        Optional<Function<Account, String>> column = column(flags.valueColumn().orElse("name"));
        String complaint = "User map " + declaration.name() + ": unknown column name "
                + flags.valueColumn().orElse("");
        MapLookup lookup = column.<MapLookup>map(field -> (key, arguments, macros) -> switch (find(environment, key)) {
                    case AccountAnswer.Found<Account>(Account account) ->
                        MapValue.found(flags, environment.limits(), account.name(), arguments, field.apply(account));
                    case AccountAnswer.Absent<Account>() -> LookupResult.NotFound.INSTANCE;
                    case AccountAnswer.Unavailable<Account> _ ->
                        new LookupResult.TemporaryFailure(
                                "User map " + declaration.name() + ": the accounts are not available");
                })
                .orElse((key, arguments, macros) -> new LookupResult.TemporaryFailure(complaint));
        return new SimpleMap(MapFlagsParser.traits(flags, SysExit.NO_USER.code()), lookup);
    }

    /// By the name as it is, then in lower case; a name of digits only is nobody (it would be taken for a uid).
    private static AccountAnswer<Account> find(MapEnvironment environment, String key) {
        if (key.isEmpty() || key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new AccountAnswer.Absent<>();
        }
        AccountAnswer<Account> exact = environment.accounts().byName(key);
        String lower = Ascii.lower(key);
        boolean again = exact instanceof AccountAnswer.Absent<Account> && !lower.equals(key);
        return again ? environment.accounts().byName(lower) : exact;
    }

    private static Optional<Function<Account, String>> column(String name) {
        return Optional.ofNullable(
                switch (Ascii.lower(name)) {
                    case "name" -> Account::name;
                    case "passwd" -> _ -> "x";
                    case "uid" -> account -> Integer.toUnsignedString(account.uid());
                    case "gid" -> account -> Integer.toUnsignedString(account.gid());
                    case "gecos" -> Account::fullName;
                    case "dir" -> Account::home;
                    case "shell" -> Account::shell;
                    default -> null;
                });
    }
}
