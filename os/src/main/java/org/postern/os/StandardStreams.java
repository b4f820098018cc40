package org.postern.os;

import java.lang.foreign.Arena;

/// The three descriptors that a process is started with.
public final class StandardStreams {
    private static final String NOWHERE = "/dev/null";
    private static final int CURRENT_DIRECTORY = -100;
    private static final int OUTPUTS = 2;

    private StandardStreams() {}

    /// Puts standard input, output and error on `/dev/null`: whoever started this process and waits for the end of
    /// what it prints waits no longer. What is printed afterwards is lost.
    ///
    /// @throws OsException when `/dev/null` cannot be opened; then nothing is changed
    public static void leave() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long nowhere = Kernel.require(
                    SystemCall.OPENAT,
                    NOWHERE,
                    CURRENT_DIRECTORY,
                    Kernel.text(arena, NOWHERE).address(),
                    OpenFlags.READ_WRITE | OpenFlags.CLOSE_ON_EXEC,
                    0);
            try {
                for (int descriptor = 0; descriptor <= OUTPUTS; descriptor++) {
                    Kernel.require(SystemCall.DUP3, NOWHERE, nowhere, descriptor, 0);
                }
            } finally {
                Kernel.call(SystemCall.CLOSE, nowhere);
            }
        }
    }
}
