package org.postern.maps;

import java.io.IOException;

/// A map file that [MapFileCheck] refused; the message is the reason in sendmail's words.
public final class UnsafeMapFileException extends IOException {
    private static final long serialVersionUID = 1;

    /// A refusal with its reason.
    public UnsafeMapFileException(String reason) {
        super(reason);
    }
}
