package org.postern.os;

/// One demand that a file or the way to it must meet before it is trusted, or one leniency (sendmail's `SFF_` flags).
public enum FileRule {
    /// The name itself must not be a symbolic link.
    NO_SYMBOLIC_LINK,
    /// The file must have one name only.
    NO_HARD_LINK,
    /// Neither kind of link, unless every directory on the way is safe.
    NO_LINK_IN_UNSAFE_DIRECTORY,
    /// A regular file.
    REGULAR_ONLY,
    /// Nobody but the owner may write to any directory on the way, from `/` down.
    SAFE_DIRECTORIES,
    /// Root owns every directory on the way, and nobody else may write to one, whatever the leniencies say; asked for
    /// together with [#SAFE_DIRECTORIES]. Then nobody but root chose the file.
    ROOT_DIRECTORIES,
    /// From the first directory on that others than root own or may write to: no symbolic link on the way, and one
    /// name only. Then their owner chooses among the files that are there, and cannot name another.
    NO_LINK_BELOW_OTHERS,
    NO_GROUP_WRITE,
    NO_WORLD_WRITE,
    NO_GROUP_READ,
    NO_WORLD_READ,
    /// The file belongs to the user, to root or to the trusted user.
    MUST_OWN,
    /// No execute bit; only asked for files that are written.
    NOT_EXECUTABLE,
    /// Root may use its power; otherwise root is judged by the bits for others.
    ROOT_IS_ROOT,
    /// A directory that its group may write counts as safe.
    GROUP_WRITABLE_DIRECTORY_IS_SAFE,
    /// A directory with the sticky bit counts as safe.
    STICKY_DIRECTORY_IS_SAFE
}
