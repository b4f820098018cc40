package org.postern.helperwire;

import java.io.IOException;

/// Where what a program says in a conversation goes to: to the network process.
@FunctionalInterface
public interface HelperOutput {
    /// The most bytes that a program may say in one conversation.
    int MOST = 1 << 20;

    /// Sends bytes on.
    ///
    /// @throws IOException when it is more than [#MOST] altogether
    void write(byte[] bytes, int length) throws IOException;
}
