package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.SystemClock;
import org.postern.helper.FileAppend;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.FileRule;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OpenFile;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// The file `dead.letter` in the home directory of the caller, for a message that nobody took and of which nobody will
/// be told. The file is his, regular, with one name and no link, in directories that nobody else may write; the command
/// has no rights but his.
final class DeadLetter {
    private static final int OWNER_ONLY = 0600;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<FileRule> DEMANDS = Set.of(
            FileRule.REGULAR_ONLY,
            FileRule.NO_SYMBOLIC_LINK,
            FileRule.NO_HARD_LINK,
            FileRule.MUST_OWN,
            FileRule.NOT_EXECUTABLE,
            FileRule.SAFE_DIRECTORIES,
            FileRule.STICKY_DIRECTORY_IS_SAFE,
            FileRule.ROOT_IS_ROOT);

    private final Accounts accounts;
    private final Identity caller;

    DeadLetter(Accounts accounts, Identity caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    /// Saves a message.
    ///
    /// @param sender the envelope sender
    /// @param message header, empty line and body
    /// @return the name of the file; empty when it cannot be used
    Optional<String> save(String sender, InputStream message) {
        Optional<String> path = accounts.byUid(caller.uid())
                .found()
                .map(Account::home)
                .filter(home -> home.startsWith("/"))
                .map(home -> (home.endsWith("/") ? home : home + "/") + "dead.letter");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        SafeFileRules rules = new SafeFileRules(DEMANDS, caller, 0);
        return switch (SafeFileWalk.openOrCreateBelow("/", path.get(), rules, OWNER_ONLY)) {
            case SafeOpen.Refused _, SafeOpen.Failed _ -> Optional.empty();
            case SafeOpen.Opened(OpenFile file, FileStatus _, List<String> _) ->
                append(file, sender, message) ? path : Optional.empty();
        };
    }

    private static boolean append(OpenFile file, String sender, InputStream message) {
        try (file) {
            return new FileAppend(PATIENCE, new SystemClock(), ZoneId.systemDefault())
                    .append(file, true, sender, message);
        } catch (IOException failed) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
