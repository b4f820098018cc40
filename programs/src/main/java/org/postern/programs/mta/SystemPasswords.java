package org.postern.programs.mta;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.helper.PasswordAuthority;
import org.postern.helperwire.HelperRequest.CheckPassword;
import org.postern.helperwire.PasswordState;
import org.postern.os.PasswordHash;

/// The passwords of `/etc/passwd` and `/etc/shadow` (passwd(5), shadow(5)), for the helper.
///
/// Accounts of the usual realm only. root and whoever else has the number 0 cannot authenticate: a password that opens
/// everything is not tried out over the network. A name that is not there costs the same work as a wrong password.
final class SystemPasswords implements PasswordAuthority {
    private static final int HASH = 1;
    private static final int UID = 2;
    private static final int CHANGED = 2;
    private static final int MOST_DAYS = 4;
    private static final int GRACE = 6;
    private static final int EXPIRES = 7;
    private static final String ANY_HASH = "$6$nobodyhasthis$";

    private final Path passwd;
    private final Path shadow;
    private final String realm;
    private final Clock clock;

    SystemPasswords(Path passwd, Path shadow, String realm, Clock clock) {
        this.passwd = passwd;
        this.shadow = shadow;
        this.realm = realm;
        this.clock = clock;
    }

    /// Those of this system.
    ///
    /// @param realm the realm that its accounts belong to
    static SystemPasswords ofSystem(String realm, Clock clock) {
        return new SystemPasswords(Path.of("/etc/passwd"), Path.of("/etc/shadow"), realm, clock);
    }

    @Override
    public Answer judge(CheckPassword request) {
        try {
            Optional<String[]> account =
                    request.realm().equals(realm) ? entry(passwd, request.user()) : Optional.empty();
            Optional<String[]> aging = account.isPresent() ? entry(shadow, request.user()) : Optional.empty();
            String hash = field(account, HASH);
            if (hash.equals("x")) {
                hash = field(aging, HASH);
            }
            byte[] password = Ascii.bytes(request.password());
            boolean right = PasswordHash.fits(password, hash.length() > 1 ? hash : ANY_HASH);
            return new Answer.Judged(state(account, aging, hash, right));
        } catch (IOException unreadable) {
            return new Answer.NotNow("only root reads passwords of the system: " + unreadable);
        } catch (UnsupportedOperationException none) {
            return new Answer.NotNow(String.valueOf(none.getMessage()));
        }
    }

    private PasswordState state(Optional<String[]> account, Optional<String[]> aging, String hash, boolean right) {
        if (account.isEmpty()) {
            return PasswordState.UNKNOWN;
        }
        if (number(account, UID).orElse(0L) == 0 || hash.startsWith("!") || hash.startsWith("*")) {
            return PasswordState.LOCKED;
        }
        if (!right) {
            return PasswordState.WRONG;
        }
        long today = TimeUnit.SECONDS.toDays(clock.epochSeconds());
        if (number(aging, EXPIRES).filter(day -> day <= today).isPresent()) {
            return PasswordState.LOCKED;
        }
        Optional<Long> changed = number(aging, CHANGED);
        Optional<Long> last = number(aging, MOST_DAYS)
                .flatMap(days ->
                        changed.map(day -> day + days + number(aging, GRACE).orElse(0L)));
        boolean mustChange = changed.filter(day -> day == 0).isPresent();
        return mustChange || last.filter(day -> day < today).isPresent() ? PasswordState.EXPIRED : PasswordState.RIGHT;
    }

    /// The fields of an account's line.
    private static Optional<String[]> entry(Path file, String user) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        return lines.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[0].equals(user))
                .findFirst();
    }

    private static String field(Optional<String[]> entry, int index) {
        return entry.filter(fields -> index < fields.length)
                .map(fields -> fields[index])
                .orElse("");
    }

    private static Optional<Long> number(Optional<String[]> entry, int index) {
        String text = field(entry, index);
        boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> Ascii.isDigit((char) c));
        return digits ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
