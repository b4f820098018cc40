package org.postern.cf;

/// Who may set an option on a command line (sendmail op guide §5.6).
public enum OptionAccess {
    /// Every user, without loss of privilege.
    SAFE,
    /// Every user, but the command then runs with the user's own rights only.
    PRIVILEGED
}
