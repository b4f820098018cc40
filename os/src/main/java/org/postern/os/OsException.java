package org.postern.os;

import java.io.IOException;

/// The operating system refused something: which operation, on what, and the reason as the kernel's number.
///
/// The message names the path for the log of the administrator; it is not for peers.
public final class OsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String operation;
    private final String path;

    /// @param errno the kernel's error number, for example [Errno#EACCES]
    /// @param operation the system call or library function
    /// @param path what it was about, empty when it was about nothing that has a name
    public OsException(int errno, String operation, String path) {
        super(operation + (path.isEmpty() ? "" : " " + path) + ": " + Errno.text(errno));
        this.errno = errno;
        this.operation = operation;
        this.path = path;
    }

    /// The kernel's error number.
    public int errno() {
        return errno;
    }

    /// The system call or library function.
    public String operation() {
        return operation;
    }

    /// What it was about; empty when it has no name.
    public String path() {
        return path;
    }

    /// The reason alone, in the words of `strerror`, as sendmail's messages end.
    public String reason() {
        return Errno.text(errno);
    }
}
