package org.postern.programs;

/// One command of the image.
@FunctionalInterface
public interface Program {
    /// Runs to the end.
    ///
    /// @return the exit code of the process (`sysexits.h`)
    int run(Invocation invocation) throws InterruptedException;
}
