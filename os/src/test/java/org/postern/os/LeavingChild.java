package org.postern.os;

import java.nio.file.Files;
import java.nio.file.Path;

/// The main program of a JVM that [StandardStreamsTest] starts: leaves its streams, and goes on until its file has
/// gone.
final class LeavingChild {
    private LeavingChild() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("before");
        StandardStreams.leave();
        System.out.println("after");
        Path file = Path.of(arguments[0]);
        while (Files.exists(file)) {
            Thread.onSpinWait();
        }
        System.exit(System.in.read() < 0 ? 3 : 4);
    }
}
