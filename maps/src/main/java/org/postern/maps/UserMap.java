package org.postern.maps;

import java.util.Optional;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `user`: the password file; `-v` names the column: `name passwd uid gid gecos dir shell`.
final class UserMap {
    private UserMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.optionalFile(declaration, environment);
        Optional<Function<Account, String>> column = column(flags.valueColumn().orElse("name"));
        String complaint = "User map " + declaration.name() + ": unknown column name "
                + flags.valueColumn().orElse("");
        MapLookup lookup = column.<MapLookup>map(field -> (key, arguments, macros) -> find(environment, key)
                        .map(account ->
                                MapValue.found(flags, environment.limits(), key, arguments, field.apply(account)))
                        .orElse(LookupResult.NotFound.INSTANCE))
                .orElse((key, arguments, macros) -> new LookupResult.TemporaryFailure(complaint));
        return new SimpleMap(MapFlagsParser.traits(flags, SysExit.NO_USER.code()), lookup);
    }

    /// By the name as it is, then in lower case; a name of digits only is nobody (it would be taken for a uid).
    private static Optional<Account> find(MapEnvironment environment, String key) {
        if (key.isEmpty() || key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        Optional<Account> exact = environment.accounts().find(key);
        return exact.isPresent() ? exact : environment.accounts().find(Ascii.lower(key));
    }

    private static Optional<Function<Account, String>> column(String name) {
        return Optional.ofNullable(
                switch (Ascii.lower(name)) {
                    case "name" -> Account::name;
                    case "passwd" -> Account::password;
                    case "uid" -> account -> Long.toString(account.uid());
                    case "gid" -> account -> Long.toString(account.gid());
                    case "gecos" -> Account::gecos;
                    case "dir" -> Account::home;
                    case "shell" -> Account::shell;
                    default -> null;
                });
    }
}
