package org.postern.os;

import java.lang.foreign.Arena;

/// Whether a standard descriptor is a terminal.
public final class Terminal {
    private static final int TCGETS = 0x5401;

    private Terminal() {}

    /// True when the descriptor (0 input, 1 output, 2 error) is a terminal: `isatty(3)`.
    public static boolean isTerminal(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            return Kernel.call(
                            SystemCall.IOCTL,
                            descriptor,
                            TCGETS,
                            arena.allocate(64, 8).address())
                    == 0;
        }
    }
}
