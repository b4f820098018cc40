package org.postern.testkit;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process with all that it has started.
public final class ProcessFamily {
    private ProcessFamily() {}

    /// Asks all of them to end, and kills what is left after a while.
    ///
    /// @param seconds how long the first one may take
    public static void end(Process process, int seconds) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
