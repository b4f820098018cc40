package org.postern.helper;

import java.util.EnumSet;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.BlameFlag;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OpenFile;
import org.postern.os.OsException;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Reads a `.forward` or `:include:` file with sendmail's checks. To be called on a thread that has become the user.
///
/// @param kind what the file is
/// @param rules what the administrator gave up
/// @param limit the longest file in bytes
record ListFile(Kind kind, UserRules rules, int limit) {
    private static final String WORLD_WRITABLE = "World writable directory";

    /// The two kinds; each has leniencies of its own.
    enum Kind {
        FORWARD,
        INCLUDE
    }

    /// What came of it.
    sealed interface Result {
        /// The text without comments.
        ///
        /// @param unsafe true when others could have written it, so that it may have no programs and files
        /// @param safeOwner true when the owner of the file is who he seems to be
        record Read(String text, FileStatus status, boolean unsafe, boolean safeOwner) implements Result {}

        /// A check failed.
        record Refused(String reason) implements Result {}

        /// The system said no.
        record Failed(OsException cause) implements Result {}
    }

    private boolean gaveUp(BlameFlag forward, BlameFlag include) {
        return rules.blames(kind == Kind.FORWARD ? forward : include);
    }

    /// Reads it when nothing speaks against it.
    ///
    /// Each leniency is for one thing: the words that end with `Safe` let programs and files in, but do not have a
    /// file read; where only the group may write to a directory links stay forbidden (recorded from 8.17).
    ///
    /// @param reader with whose rights
    /// @param owner the number of the user whose file it must be, if it must be somebody's
    Result read(String path, Identity reader, int owner) {
        boolean anyDirectory =
                gaveUp(BlameFlag.FORWARD_FILE_IN_UNSAFE_DIR_PATH, BlameFlag.INCLUDE_FILE_IN_UNSAFE_DIR_PATH);
        boolean groupDirectory = gaveUp(
                BlameFlag.FORWARD_FILE_IN_GROUP_WRITABLE_DIR_PATH, BlameFlag.INCLUDE_FILE_IN_GROUP_WRITABLE_DIR_PATH);
        Set<FileRule> strict = demands();
        strict.add(FileRule.SAFE_DIRECTORIES);
        SafeOpen first = open(path, reader, owner, strict);
        if (!(first instanceof SafeOpen.Refused(String reason, String _)) || !reason.endsWith("writable directory")) {
            return result(first, true, true);
        }
        if (!anyDirectory && (!groupDirectory || othersMayWrite(path, reader, owner))) {
            return refused(path, reader, owner, groupDirectory ? WORLD_WRITABLE : reason);
        }
        SafeOpen second = open(path, reader, owner, demands());
        boolean onlyGroups = second instanceof SafeOpen.Opened opened
                && opened.warnings().stream().allMatch(warning -> warning.startsWith("Group "));
        if (!anyDirectory && !onlyGroups && second instanceof SafeOpen.Opened opened) {
            opened.file().close();
            return new Result.Refused(WORLD_WRITABLE);
        }
        return result(second, groupDirectory && onlyGroups, false);
    }

    /// True when more than a group may write to a directory on the way.
    private boolean othersMayWrite(String path, Identity reader, int owner) {
        Set<FileRule> demands = demands();
        demands.add(FileRule.SAFE_DIRECTORIES);
        demands.add(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        SafeOpen look = open(path, reader, owner, demands);
        if (look instanceof SafeOpen.Opened opened) {
            opened.file().close();
        }
        return look instanceof SafeOpen.Refused(String reason, String _) && reason.equals(WORLD_WRITABLE);
    }

    /// A `.forward` file that is not there may be missing without a word, when the administrator says so, although
    /// others could make one.
    private Result refused(String path, Identity reader, int owner, String reason) {
        if (kind == Kind.FORWARD && rules.blames(BlameFlag.DONT_WARN_FORWARD_FILE_IN_UNSAFE_DIR_PATH)) {
            SafeOpen there = open(path, reader, owner, demands());
            if (there instanceof SafeOpen.Failed failed && failed.isMissing()) {
                return result(there, false, false);
            }
            if (there instanceof SafeOpen.Opened opened) {
                opened.file().close();
            }
        }
        return new Result.Refused(reason);
    }

    private Set<FileRule> demands() {
        Set<FileRule> demands = EnumSet.of(FileRule.REGULAR_ONLY, FileRule.ROOT_IS_ROOT);
        if (kind == Kind.FORWARD) {
            demands.add(FileRule.MUST_OWN);
        }
        if (!gaveUp(BlameFlag.GROUP_WRITABLE_FORWARD_FILE, BlameFlag.GROUP_WRITABLE_INCLUDE_FILE)) {
            demands.add(FileRule.NO_GROUP_WRITE);
        }
        if (!gaveUp(BlameFlag.WORLD_WRITABLE_FORWARD_FILE, BlameFlag.WORLD_WRITABLE_INCLUDE_FILE)) {
            demands.add(FileRule.NO_WORLD_WRITE);
        }
        if (!gaveUp(BlameFlag.LINKED_FORWARD_FILE_IN_WRITABLE_DIR, BlameFlag.LINKED_INCLUDE_FILE_IN_WRITABLE_DIR)) {
            demands.add(FileRule.NO_LINK_IN_UNSAFE_DIRECTORY);
        }
        if (rules.blames(BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE)) {
            demands.add(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        }
        if (rules.blames(BlameFlag.TRUST_STICKY_BIT)) {
            demands.add(FileRule.STICKY_DIRECTORY_IS_SAFE);
        }
        return demands;
    }

    private SafeOpen open(String path, Identity reader, int owner, Set<FileRule> demands) {
        return SafeFileWalk.openForReading(path, new SafeFileRules(demands, reader, owner, rules.trustedUser()));
    }

    /// @param mayHavePrograms true when the directories on the way do not speak against it
    /// @param safeDirectories true when nobody else may write to one of them
    private Result result(SafeOpen opened, boolean mayHavePrograms, boolean safeDirectories) {
        return switch (opened) {
            case SafeOpen.Refused(String reason, String _) -> new Result.Refused(reason);
            case SafeOpen.Failed(OsException cause) -> new Result.Failed(cause);
            case SafeOpen.Opened(OpenFile file, FileStatus status, var _) -> {
                try (file) {
                    String text = withoutComments(Ascii.text(file.readAll(limit)));
                    boolean safeOwner = safeDirectories || rules.blames(BlameFlag.ASSUME_SAFE_CHOWN);
                    yield new Result.Read(text, status, unsafe(status, mayHavePrograms), safeOwner);
                } catch (OsException e) {
                    yield new Result.Failed(e);
                }
            }
        };
    }

    private boolean unsafe(FileStatus status, boolean mayHavePrograms) {
        boolean group = status.has(FileStatus.GROUP_WRITE)
                && !gaveUp(BlameFlag.GROUP_WRITABLE_FORWARD_FILE_SAFE, BlameFlag.GROUP_WRITABLE_INCLUDE_FILE_SAFE);
        boolean directory = !mayHavePrograms
                && !gaveUp(
                        BlameFlag.FORWARD_FILE_IN_UNSAFE_DIR_PATH_SAFE, BlameFlag.INCLUDE_FILE_IN_UNSAFE_DIR_PATH_SAFE);
        return group || directory || status.has(FileStatus.WORLD_WRITE);
    }

    /// Each line, so that its number stays: empty when it begins with `#`, cut at a ` #@# `.
    static String withoutComments(String text) {
        StringBuilder out = new StringBuilder(text.length());
        String[] lines = text.replace('\0', ' ').split("\n", -1);
        int end = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int i = 0; i < end; i++) {
            String line = lines[i];
            String kept = line.startsWith("#") || line.isBlank()
                    ? ""
                    : cut(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            out.append(kept).append('\n');
        }
        return out.toString();
    }

    private static String cut(String line) {
        for (int at = line.indexOf("#@#"); at >= 0; at = line.indexOf("#@#", at + 1)) {
            boolean begins = at > 0 && Ascii.isSpace(line.charAt(at - 1));
            boolean ends = at + 3 == line.length() || Ascii.isSpace(line.charAt(at + 3));
            if (begins && ends) {
                return line.substring(0, at - 1);
            }
        }
        return line;
    }

    /// Whether an error of the system may pass (sendmail's `transienterror`).
    static boolean passes(OsException cause) {
        return switch (cause.errno()) {
            case Errno.ENOENT,
                    Errno.ENOTDIR,
                    Errno.EACCES,
                    Errno.EPERM,
                    Errno.ELOOP,
                    Errno.EISDIR,
                    Errno.ENAMETOOLONG,
                    Errno.EFBIG -> false;
            default -> true;
        };
    }
}
