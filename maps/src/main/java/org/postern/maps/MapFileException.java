package org.postern.maps;

import java.io.IOException;

/// A map file that is damaged, or that is of a kind that cannot be read. The message says what is wrong where.
public final class MapFileException extends IOException {
    private static final long serialVersionUID = 1;

    /// An error with its text.
    public MapFileException(String message) {
        super(message);
    }
}
