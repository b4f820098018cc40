package org.postern.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;

/// Whom a map that did not exist before belongs to: TrustedUser, when the command may give files away.
///
/// @param uid empty: whoever runs the command
public record MapOwner(Optional<Integer> uid) {
    /// Whoever runs the command.
    public static final MapOwner NOBODY_ELSE = new MapOwner(Optional.empty());

    /// The owner that the value of the option TrustedUser names, a name or a number.
    public static MapOwner of(Optional<String> trustedUser, Accounts accounts) {
        return trustedUser.map(name -> of(name, accounts)).orElse(NOBODY_ELSE);
    }

    private static MapOwner of(String name, Accounts accounts) {
        if (!name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> Ascii.isDigit((char) c))) {
            return new MapOwner(Optional.of(Integer.valueOf(name)));
        }
        return accounts.byName(name) instanceof AccountAnswer.Found<Account>(Account account)
                ? new MapOwner(Optional.of(account.uid()))
                : NOBODY_ELSE;
    }

    /// Gives the file to its owner; when the process may not, the file stays with whoever made it.
    void give(Path file) {
        uid.ifPresent(number -> {
            try {
                Files.setAttribute(file, "unix:uid", number);
            } catch (IOException e) {
                // only root may give a file away
            }
        });
    }
}
