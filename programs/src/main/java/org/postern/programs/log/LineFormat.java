package org.postern.programs.log;

import org.postern.base.Event;

/// How an event becomes one line of a log.
interface LineFormat {
    /// The line with its line end.
    ///
    /// @param epochMillis when it happened
    String of(long epochMillis, Event event);
}
