package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.FileRule;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OpenFile;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Keeps messages that can neither be delivered nor returned in one file (sendmail op guide §5.6, DeadLetterDrop).
///
/// The helper's own configuration names the file. It is regular, has one name, is no link, and belongs to the user of
/// this process, root as a rule; nobody else may write it or replace it by another. With SafeFileEnvironment there is
/// none, as in sendmail.
final class DeadLetters {
    private static final Set<FileRule> DEMANDS = Set.of(
            FileRule.REGULAR_ONLY,
            FileRule.NO_SYMBOLIC_LINK,
            FileRule.NO_HARD_LINK,
            FileRule.MUST_OWN,
            FileRule.NOT_EXECUTABLE,
            FileRule.NO_GROUP_WRITE,
            FileRule.NO_WORLD_WRITE,
            FileRule.SAFE_DIRECTORIES,
            FileRule.STICKY_DIRECTORY_IS_SAFE,
            FileRule.ROOT_IS_ROOT);

    private final UserRules rules;
    private final FileAppend append;

    DeadLetters(UserRules rules, FileAppend append) {
        this.rules = rules;
        this.append = append;
    }

    /// Keeps a message; the text of a good answer is the name of the file.
    HelperAnswer keep(HelperRequest.KeepDeadLetter request, InputStream message) throws IOException {
        String path = rules.deadLetterDrop();
        if (!path.startsWith("/") || !rules.jail().isEmpty()) {
            return new HelperAnswer.Refused("no file is named for dead letters");
        }
        Identity self = ProcessIdentity.effective();
        SafeOpen opened =
                SafeFileWalk.openOrCreateBelow("/", path, new SafeFileRules(DEMANDS, self, 0), rules.fileMode() & 0666);
        return switch (opened) {
            case SafeOpen.Refused(String reason, String where) -> new HelperAnswer.Refused(where + ": " + reason);
            case SafeOpen.Failed(OsException cause) -> new HelperAnswer.Refused(cause.path() + ": " + cause.reason());
            case SafeOpen.Opened(OpenFile file, FileStatus _, List<String> _) -> {
                try (file) {
                    yield append.append(file, true, request.sender(), message)
                            ? new HelperAnswer.Delivered("2.0.0", path)
                            : new HelperAnswer.Refused(path + ": the file stays locked");
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    yield new HelperAnswer.Refused("interrupted");
                }
            }
        };
    }
}
