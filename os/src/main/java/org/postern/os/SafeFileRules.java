package org.postern.os;

import java.util.EnumSet;
import java.util.Set;

/// The demands on one kind of file, and whose rights are asked for.
///
/// @param rules the demands and leniencies
/// @param user who must be able to use the file
/// @param owner the number of the user who must own it where a rule says so
/// @param trustedUser may own what the owner or root may own; 0 when there is none
public record SafeFileRules(Set<FileRule> rules, Identity user, int owner, int trustedUser) {
    public SafeFileRules {
        rules = Set.copyOf(rules);
    }

    /// The rules for files of the user who uses them.
    public SafeFileRules(Set<FileRule> rules, Identity user, int trustedUser) {
        this(rules, user, user.uid(), trustedUser);
    }

    /// The rules for one user, without a trusted user.
    public static SafeFileRules of(Identity user, FileRule... rules) {
        Set<FileRule> all = EnumSet.noneOf(FileRule.class);
        all.addAll(java.util.List.of(rules));
        return new SafeFileRules(all, user, 0);
    }

    boolean demand(FileRule rule) {
        return rules.contains(rule);
    }

    /// Why a directory is not safe, or an empty text.
    String unsafe(FileStatus directory) {
        if (demand(FileRule.ROOT_DIRECTORIES)) {
            if (directory.uid() != 0) {
                return "Directory not owned by root";
            }
            if (directory.has(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE)) {
                return directory.has(FileStatus.WORLD_WRITE) ? "World writable directory" : "Group writable directory";
            }
        }
        if (demand(FileRule.STICKY_DIRECTORY_IS_SAFE) && directory.has(FileStatus.STICKY)) {
            return "";
        }
        if (directory.has(FileStatus.WORLD_WRITE)) {
            return "World writable directory";
        }
        boolean group = directory.has(FileStatus.GROUP_WRITE) && !demand(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        return group ? "Group writable directory" : "";
    }

    /// Why a file may not be used, or an empty text; in sendmail's order of questions.
    ///
    /// @param write true when it is to be written
    /// @param unsafeWay true when a directory on the way is not safe
    String objection(FileStatus file, boolean write, boolean unsafeWay) {
        boolean regular = file.kind() == FileStatus.Kind.REGULAR;
        boolean onlyOneName =
                demand(FileRule.NO_HARD_LINK) || (unsafeWay && demand(FileRule.NO_LINK_IN_UNSAFE_DIRECTORY));
        if (demand(FileRule.REGULAR_ONLY) && !regular) {
            return "Regular files only";
        } else if (demand(FileRule.NO_GROUP_WRITE) && file.has(FileStatus.GROUP_WRITE)) {
            return "Group writable file";
        } else if (demand(FileRule.NO_WORLD_WRITE) && file.has(FileStatus.WORLD_WRITE)) {
            return "World writable file";
        } else if (demand(FileRule.NO_GROUP_READ) && file.has(FileStatus.GROUP_READ)) {
            return "Group readable file";
        } else if (demand(FileRule.NO_WORLD_READ) && file.has(FileStatus.WORLD_READ)) {
            return "World readable file";
        } else if (write && demand(FileRule.NOT_EXECUTABLE) && file.has(FileStatus.ANY_EXECUTE)) {
            return "Executable files not allowed";
        } else if (onlyOneName && regular && file.links() != 1) {
            return "Hard links not allowed";
        }
        boolean owned = file.uid() == owner || file.uid() == 0 || (trustedUser != 0 && file.uid() == trustedUser);
        boolean allowed = (owned || !demand(FileRule.MUST_OWN)) && mayUse(file, write ? 2 : 4);
        return allowed ? "" : Errno.text(Errno.EACCES);
    }

    /// True when the user may search the directory.
    boolean maySearch(FileStatus directory) {
        return mayUse(directory, 1);
    }

    /// Whether the permission bits allow it (4 read, 2 write, 1 execute or search) to the user.
    private boolean mayUse(FileStatus file, int bits) {
        int shift;
        if (user.isRoot()) {
            if (demand(FileRule.ROOT_IS_ROOT)) {
                return true;
            }
            shift = 0;
        } else if (file.uid() == user.uid()) {
            shift = 6;
        } else {
            shift = user.belongsTo(file.gid()) ? 3 : 0;
        }
        return (file.mode() >> shift & bits) == bits;
    }
}
