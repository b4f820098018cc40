package org.postern.programs.log;

import java.time.ZoneId;

/// Who writes a log.
///
/// @param host the host's name; a domain is cut off
/// @param tag the program's name in the line (`-L`)
/// @param processId the number behind the tag
/// @param zone of the time stamps
public record LogIdentity(String host, String tag, long processId, ZoneId zone) {
    public LogIdentity {
        int dot = host.indexOf('.');
        host = dot > 0 ? host.substring(0, dot) : host;
    }

    /// This process.
    public static LogIdentity ofThisProcess(String host, String tag) {
        return new LogIdentity(host, tag, ProcessHandle.current().pid(), ZoneId.systemDefault());
    }

    LogLine lines() {
        return new LogLine(zone, host, tag, processId);
    }
}
