package org.postern.os;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Opens a file after examining it and every directory on the way to it.
///
/// ## How
/// The walk holds a descriptor of every directory it has come through. A name is examined below the descriptor of its
/// directory and never by the whole path, so that a rename or a link made meanwhile changes nothing: either the walk
/// is already past it, or it sees it and judges it.
///
/// 1. Begin at the root directory; examine it.
/// 2. `.` is passed over; `..` goes back to the directory that the walk came from, which has been examined.
/// 3. A name that is a symbolic link is replaced by its text, at most 32 times; an absolute text begins at the root
///    again. The directories of the text are examined like all others.
/// 4. A name that is a directory is opened for searching only and examined by its descriptor: is it safe, may the
/// user search it?
/// 5. The last name is examined, opened without following a link, and examined again by its descriptor; both times it
///    must be the same file (device, inode, links, owner).
///
/// The rules are sendmail's (`safefile`, `safedirpath`); its words are the reasons.
public final class SafeFileWalk {
    private static final int MOST_LINKS = 32;
    private static final int LONGEST_PATH = 4096;
    private static final int NEVER = -1;

    private final SafeFileRules rules;
    private final boolean write;
    private final int createMode;
    private final Deque<String> names = new ArrayDeque<>();
    private final Deque<OpenDirectory> way = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private int links;
    private boolean unsafeWay;
    private boolean belowOthers;

    private SafeFileWalk(SafeFileRules rules, boolean write, int createMode) {
        this.rules = rules;
        this.write = write;
        this.createMode = createMode;
    }

    /// Opens a file for reading.
    ///
    /// @param path absolute
    public static SafeOpen openForReading(String path, SafeFileRules rules) {
        return open("/", path, rules, false);
    }

    /// Opens an existing file for reading and appending.
    ///
    /// @param path absolute
    public static SafeOpen openForAppending(String path, SafeFileRules rules) {
        return open("/", path, rules, true);
    }

    /// Opens a file for reading and appending below a directory that stands in the place of `/`, or makes it when the
    /// name is not there and the user may write its directory.
    ///
    /// @param root an absolute name that is trusted as it is
    /// @param mode permission bits of a new file before the umask
    public static SafeOpen openOrCreateBelow(String root, String path, SafeFileRules rules, int mode) {
        return open(root, path, rules, true, mode);
    }

    /// The same with another directory in the place of `/`: paths and links begin there and do not lead out of it.
    ///
    /// @param root an absolute name that is trusted as it is
    /// @param write true for appending
    public static SafeOpen openBelow(String root, String path, SafeFileRules rules, boolean write) {
        return open(root, path, rules, write);
    }

    private static SafeOpen open(String root, String path, SafeFileRules rules, boolean write) {
        return open(root, path, rules, write, NEVER);
    }

    private static SafeOpen open(String root, String path, SafeFileRules rules, boolean write, int createMode) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
        if (path.length() > LONGEST_PATH || path.indexOf(0) >= 0) {
            return new SafeOpen.Failed(new OsException(Errno.ENAMETOOLONG, "open", ""));
        }
        SafeFileWalk walk = new SafeFileWalk(rules, write, createMode);
        try {
            walk.way.push(OpenDirectory.openForSearch(root));
            walk.prepend(path);
            return walk.walk(path);
        } catch (OsException e) {
            return new SafeOpen.Failed(e);
        } catch (Refusal e) {
            return new SafeOpen.Refused(e.reason, e.path);
        } finally {
            walk.way.forEach(OpenDirectory::close);
        }
    }

    /// Leaves the walk from wherever it is.
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;
        private final String path;

        private Refusal(String reason, String path) {
            super(reason, null, false, false);
            this.reason = reason;
            this.path = path;
        }
    }

    private SafeOpen walk(String path) throws OsException, Refusal {
        examineDirectory(here());
        while (!names.isEmpty()) {
            String name = names.pop();
            if (name.equals("..")) {
                if (way.size() > 1) {
                    way.pop().close();
                }
                continue;
            }
            if (createMode != NEVER && names.isEmpty() && isMissing(name)) {
                OpenFile made = here().create(name, createMode);
                return new SafeOpen.Opened(made, made.status(), warnings);
            }
            FileStatus status = here().status(name);
            if (status.kind() == FileStatus.Kind.SYMBOLIC_LINK) {
                follow(name);
            } else if (names.isEmpty()) {
                return openLast(name, status);
            } else {
                enter(name);
            }
        }
        return new SafeOpen.Failed(new OsException(Errno.EISDIR, "open", path));
    }

    private boolean isMissing(String name) throws OsException {
        try {
            here().status(name);
            return false;
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT) {
                return true;
            }
            throw e;
        }
    }

    private OpenDirectory here() {
        return way.getFirst();
    }

    private void enter(String name) throws OsException, Refusal {
        OpenDirectory next = here().examine(name);
        way.push(next);
        if (next.status().kind() != FileStatus.Kind.DIRECTORY) {
            throw new OsException(Errno.ENOTDIR, "open", next.path());
        }
        examineDirectory(next);
    }

    private void examineDirectory(OpenDirectory directory) throws OsException, Refusal {
        FileStatus status = directory.status();
        belowOthers |= status.uid() != 0 || status.has(FileStatus.GROUP_WRITE | FileStatus.WORLD_WRITE);
        String why = rules.unsafe(status);
        if (!why.isEmpty()) {
            if (rules.demand(FileRule.SAFE_DIRECTORIES)) {
                throw new Refusal(why, directory.path());
            }
            unsafeWay = true;
            warnings.add(why + " " + directory.path());
        }
        if (!rules.maySearch(status)) {
            throw new OsException(Errno.EACCES, "search", directory.path());
        }
    }

    private void follow(String name) throws OsException, Refusal {
        try (OpenDirectory link = here().examine(name)) {
            boolean last = names.isEmpty();
            boolean forbidden = rules.demand(FileRule.NO_SYMBOLIC_LINK)
                    || (unsafeWay && rules.demand(FileRule.NO_LINK_IN_UNSAFE_DIRECTORY));
            boolean chosen = belowOthers && rules.demand(FileRule.NO_LINK_BELOW_OTHERS);
            if (chosen || (last && forbidden)) {
                throw new Refusal("Symbolic links not allowed", link.path());
            }
            links++;
            if (links > MOST_LINKS) {
                throw new OsException(Errno.ELOOP, "open", link.path());
            }
            String text = link.linkText();
            if (text.startsWith("/")) {
                while (way.size() > 1) {
                    way.pop().close();
                }
            }
            prepend(text);
        }
    }

    /// Puts the names of a path before those that are still to be walked.
    private void prepend(String path) throws OsException {
        String[] parts = path.split("/", -1);
        int length = 0;
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                names.push(parts[i]);
            }
        }
        for (String name : names) {
            length += name.length() + 1;
        }
        if (length > LONGEST_PATH) {
            throw new OsException(Errno.ENAMETOOLONG, "open", "");
        }
    }

    private SafeOpen openLast(String name, FileStatus before) throws OsException, Refusal {
        String path = here().path().equals("/") ? "/" + name : here().path() + "/" + name;
        refuseObjection(before, path);
        OpenFile file = write ? here().openForAppending(name) : here().openForReading(name);
        boolean keep = false;
        try {
            FileStatus after = file.status();
            if (!after.isSameFile(before)) {
                throw new Refusal("File changed after open", path);
            }
            refuseObjection(after, path);
            keep = true;
            return new SafeOpen.Opened(file, after, warnings);
        } finally {
            if (!keep) {
                file.close();
            }
        }
    }

    private void refuseObjection(FileStatus status, String path) throws Refusal {
        String objection = rules.objection(status, write, unsafeWay);
        if (!objection.isEmpty()) {
            throw new Refusal(objection, path);
        }
        if (belowOthers && status.links() != 1 && rules.demand(FileRule.NO_LINK_BELOW_OTHERS)) {
            throw new Refusal("Hard links not allowed", path);
        }
    }
}
