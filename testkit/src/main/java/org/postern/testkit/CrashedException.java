package org.postern.testkit;

import java.io.IOException;

/// The simulated machine has lost its power: nothing works any more until the restart.
public final class CrashedException extends IOException {
    private static final long serialVersionUID = 1L;

    CrashedException() {
        super("the machine has stopped");
    }
}
