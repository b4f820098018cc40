package org.postern.queue;

import java.io.IOException;
import java.io.InputStream;

/// The body of a queued message: lines end with LF, dots are not stuffed, bytes are as they came.
public interface MessageBody {
    /// Its length in bytes.
    long size();

    /// A new stream over the body, from its start; the caller closes it.
    InputStream open() throws IOException;
}
