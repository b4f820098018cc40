package org.postern.mail;

/// Whose rights deliver to a file or program, as an alias or .forward gave them (the `C` line of a `qf` file).
///
/// It is a record of what was found, never an authority: the helper derives the right to act again.
///
/// @param user login name
/// @param uid numeric user
/// @param gid numeric group
/// @param address the address that was expanded
public record ControllingUser(String user, int uid, int gid, String address) {
    public ControllingUser {
        if (uid < 0 || gid < 0) {
            throw new IllegalArgumentException("negative identity");
        }
    }
}
