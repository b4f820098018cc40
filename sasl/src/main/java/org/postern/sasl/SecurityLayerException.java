package org.postern.sasl;

import java.io.IOException;

/// A packet of a security layer that must not be believed. The text is for the log and holds nothing of the
/// packet.
public final class SecurityLayerException extends IOException {
    private static final long serialVersionUID = 1L;

    public SecurityLayerException(String message) {
        super(message);
    }
}
