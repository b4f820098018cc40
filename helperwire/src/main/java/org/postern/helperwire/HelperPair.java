package org.postern.helperwire;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The two pipes between the helper and the network process, seen from one end.
///
/// @param in what the other end says
/// @param out what this end says
public record HelperPair(InputStream in, OutputStream out) implements AutoCloseable {
    /// Takes over standard input and standard output of the network process, which its parent made the pair. From
    /// then on `System.out` is standard error and `System.in` is empty, so that no stray print gets onto the pair.
    /// Call it first of all, once.
    public static HelperPair fromStandardStreams() {
        HelperPair pair =
                new HelperPair(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err);
        return pair;
    }

    /// Closes both directions.
    @Override
    public void close() throws IOException {
        try (in;
                out) {
            // both are closed, the second even when the first fails
        }
    }
}
