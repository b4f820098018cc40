package org.postern.helper;

import org.postern.os.Identity;

/// Whose rights the programs and files of a list have, as the helper found out by itself.
///
/// @param name the user's name, for messages
/// @param identity never root's
/// @param home where he lives when the list is his own `.forward` file, else `/`: only then `$z` is defined in sendmail
/// @param mark whether the list may have programs and files at all
/// @param ofAlias true when it is an alias itself: then a set-user-ID file is written as its owner
record Rights(String name, Identity identity, String home, Mark mark, boolean ofAlias) {
    /// What sendmail holds against a list.
    enum Mark {
        NONE,
        /// The user's shell is not in /etc/shells.
        NO_SHELL,
        /// Others could have written the list.
        UNSAFE,
        /// The owner of the list has no account.
        UNKNOWN_USER
    }

    /// The same with a mark, unless there is one.
    Rights marked(Mark other) {
        return mark == Mark.NONE ? new Rights(name, identity, home, other, ofAlias) : this;
    }
}
