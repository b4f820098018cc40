package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.postern.cf.BlameFlag;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.deliver.DefaultAuthInfo;
import org.postern.maps.ShownFiles;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// The file of DefaultAuthInfo at this host, read anew for each connection that needs it, so that a changed password
/// counts at once: directly, or as the copy that the helper makes of a file that only root may read.
final class HostAuthInfo implements DefaultAuthInfo {
    private static final int LARGEST = 16 << 10;

    private final String path;
    private final SafeFileRules rules;
    private final boolean alone;
    private final Function<String, ShownFiles.Answer> shown;

    /// @param alone true when no helper of root makes copies
    /// @param shown asks the helper for a copy
    HostAuthInfo(OptionValues options, boolean alone, Function<String, ShownFiles.Answer> shown) {
        this.path = options.text(CfOption.DEFAULT_AUTH_INFO).strip();
        this.rules = rules(options);
        this.alone = alone;
        this.shown = shown;
    }

    /// What is demanded of the file (sendmail op guide §4.9, DontBlameSendmail).
    static SafeFileRules rules(OptionValues options) {
        Set<FileRule> rules = EnumSet.of(
                FileRule.REGULAR_ONLY,
                FileRule.SAFE_DIRECTORIES,
                FileRule.NO_LINK_IN_UNSAFE_DIRECTORY,
                FileRule.NO_WORLD_WRITE,
                FileRule.NO_GROUP_WRITE,
                FileRule.NO_WORLD_READ,
                FileRule.ROOT_IS_ROOT);
        if (!options.has(BlameFlag.GROUP_READABLE_DEFAULT_AUTH_INFO_FILE)) {
            rules.add(FileRule.NO_GROUP_READ);
        }
        if (options.has(BlameFlag.TRUST_STICKY_BIT)) {
            rules.add(FileRule.STICKY_DIRECTORY_IS_SAFE);
        }
        if (options.has(BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE)) {
            rules.add(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        }
        return new SafeFileRules(rules, ProcessIdentity.effective(), 0);
    }

    @Override
    public Content read() {
        if (path.isEmpty()) {
            return new Content.NotConfigured();
        }
        return alone ? own() : copy();
    }

    private Content own() {
        return switch (SafeFileWalk.openForReading(path, rules)) {
            case SafeOpen.Opened opened -> {
                try (var open = opened.file()) {
                    yield new Content.Found(path, open.readAll(LARGEST));
                } catch (OsException failed) {
                    yield new Content.Unusable(path, failed.reason());
                }
            }
            case SafeOpen.Refused(String reason, String _) -> new Content.Unusable(path, reason);
            case SafeOpen.Failed failed ->
                new Content.Unusable(path, failed.cause().reason());
        };
    }

    private Content copy() {
        return switch (shown.apply(path)) {
            case ShownFiles.Answer.Copy(Path copy) -> {
                try {
                    yield new Content.Found(path, Files.readAllBytes(copy));
                } catch (IOException _) {
                    yield new Content.Unusable(path, Errno.text(Errno.EACCES));
                }
            }
            case ShownFiles.Answer.Missing() -> new Content.Unusable(path, Errno.text(Errno.ENOENT));
            case ShownFiles.Answer.Unsafe(String reason) -> new Content.Unusable(path, reason);
            case ShownFiles.Answer.Unavailable(String why) -> new Content.Unusable(path, why);
        };
    }
}
