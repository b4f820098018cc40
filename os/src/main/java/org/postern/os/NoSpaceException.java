package org.postern.os;

import java.io.IOException;

/// A write failed because the file system or the quota is full. What was written so far may be there in part.
public final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param what the file or directory
    public NoSpaceException(String what) {
        super(what + ": no space left");
    }

    /// @param what the file or directory
    public NoSpaceException(String what, Throwable cause) {
        super(what + ": no space left", cause);
    }
}
