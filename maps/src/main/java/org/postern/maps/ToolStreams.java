package org.postern.maps;

import java.io.InputStream;
import java.io.PrintStream;
import org.postern.base.Ascii;

/// The three standard streams of a command, in bytes.
///
/// @param in what the command reads
/// @param out results
/// @param err messages
public record ToolStreams(InputStream in, PrintStream out, PrintStream err) {
    void out(String line) {
        write(out, line);
    }

    void err(String line) {
        write(err, line);
    }

    private static void write(PrintStream to, String line) {
        byte[] bytes = Ascii.bytes(line + "\n");
        to.write(bytes, 0, bytes.length);
    }
}
