package org.postern.programs.log;

import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.os.SyslogSocket;

/// Sends the lines of events to the system log, facility mail.
public final class SystemEventLog implements EventSink {
    private final SyslogSocket socket;
    private final int logLevel;

    /// A log with a level.
    ///
    /// @param logLevel events above this level are dropped
    public SystemEventLog(SyslogSocket socket, int logLevel) {
        this.socket = socket;
        this.logLevel = logLevel;
    }

    @Override
    public void accept(Event event) {
        if (event.logLevel() <= logLevel) {
            socket.send(event.priority(), event.line());
        }
    }
}
