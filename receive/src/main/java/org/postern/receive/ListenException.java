package org.postern.receive;

/// A listening socket could not be opened. The message is the line that sendmail logs for it.
public final class ListenException extends Exception {
    private static final long serialVersionUID = 1L;

    ListenException(String message) {
        super(message);
    }

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
